import { losses, optimizers } from '../../engine/registry';
import { sizeOf } from '../../engine/tensor';
import { limits } from '../limits';
import type { HistoryReport } from '../payload';
import type { TensorData } from '../trace';
import { checkNamed, checkOptions, checkState, parameterShapes } from './checkModel';
import { attempt, fail, is } from './problem';

/**
 * Checks that the weights, states and curves of a training run fit its model and one another.
 * @throws TraceError
 */
export function checkHistory({ record }: HistoryReport, place = 'record'): void {
  if (!record) {
    return;
  }
  const { params, moments, steps, trouble, train, validation } = record;
  const zeros = params.map(({ name, dimensions }) => ({ name, value: { shape: dimensions, data: [] } }));
  const shapes = parameterShapes(record.model, zeros);
  checkNamed(zeros, shapes, `${place}.params`);
  const numbers = [...shapes.values()].reduce((n, shape) => n + sizeOf(shape), 0);
  if (numbers <= limits.numbers) {
    checkOptions(record.model);
  }
  // A user-defined loss is drawn, but not created.
  if (Object.hasOwn(losses, record.loss.type)) {
    attempt(`${place}.loss`, () => losses[record.loss.type].from(record.loss));
  }
  const { type, ...options } = record.optimizer;
  if (typeof options.lr !== 'number') {
    fail(`${place}.optimizer`, 'has no lr');
  }
  if (Object.hasOwn(optimizers, type)) {
    attempt(`${place}.optimizer`, () => optimizers[type].from([], options));
  }
  for (const key of ['mean', 'min', 'max'] as const) {
    is(`${place}.steps.${key}`, steps[key], [Math.ceil(steps.count / steps.every)]);
  }
  moments.forEach(({ weights, state = {} }, i) => {
    if (weights) {
      is(`${place}.moments[${i}].weights`, weights, [numbers]);
    }
    checkStates(state, shapes, `${place}.moments[${i}].state`);
  });
  for (const [name, sample] of Object.entries({ train, validation })) {
    if (sample && (sample.input.shape.length < 2 || sample.input.shape[0] !== sample.target.shape[0])) {
      fail(`${place}.${name}`, 'has not a target for every sample');
    }
  }
  if (trouble?.pass) {
    checkNamed(trouble.pass.params, shapes, `${place}.trouble.pass.params`);
    checkStates(trouble.pass.state, shapes, `${place}.trouble.pass.state`);
  }
}

function checkStates(
  states: Record<string, Record<string, TensorData>>,
  shapes: Map<string, number[]>,
  place: string
): void {
  Object.entries(states).forEach(([name, state]) => checkState(state, shapes.get(name), `${place}.${name}`));
}
