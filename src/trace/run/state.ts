import type { Optimizer, Sequential } from '../../engine';
import { encodeTensor } from '../encoding';
import type { TensorData } from '../types';

/** What an optimiser remembers of a model's parameters, by name. */
export function encodeState(
  model: Sequential,
  optimizer: Optimizer
): Record<string, Record<string, TensorData>> {
  return Object.fromEntries(
    model.namedParameters().flatMap(([name, parameter]) => {
      const state = Object.entries(optimizer.state.get(parameter) ?? {});
      return state.length > 0
        ? [[name, Object.fromEntries(state.map(([key, tensor]) => [key, encodeTensor(tensor)]))]]
        : [];
    })
  );
}

/** How many numbers it remembers for each of a parameter's: 0 before its first step. */
export function stateNumbers(optimizer: Optimizer): number {
  let numbers = 0;
  optimizer.state.forEach(state => Object.values(state).forEach(({ data }) => (numbers += data.length)));
  return numbers;
}
