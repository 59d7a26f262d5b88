import type { Optimizer, Sequential, Tensor } from '../engine';
import { encodeTensor } from './encoding';
import type { TensorData } from './trace';

/** One parameter's optimiser state, encoded. */
export const encodeState = (state: Record<string, Tensor>): Record<string, TensorData> =>
  Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, encodeTensor(tensor)]));

/** The optimiser state of a model's parameters, by parameter name; parameters without state are left out. */
export function optimizerState(
  model: Sequential,
  optimizer: Optimizer
): Record<string, Record<string, TensorData>> {
  return Object.fromEntries(
    model.namedParameters().flatMap(([name, parameter]) => {
      const state = optimizer.state.get(parameter);
      return state && Object.keys(state).length > 0 ? [[name, encodeState(state)]] : [];
    })
  );
}

/** How many numbers the optimiser's state holds: 0 before the first step. */
export function stateNumbers(optimizer: Optimizer): number {
  let numbers = 0;
  optimizer.state.forEach(state => Object.values(state).forEach(({ data }) => (numbers += data.length)));
  return numbers;
}
