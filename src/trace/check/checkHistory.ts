import { losses, optimizers } from '../../engine/registry';
import { sizeOf } from '../../engine/tensor';
import { limits } from '../limits';
import type { HistoryReport } from '../payload';
import type { RunRecord } from '../run/runRecord';
import type { TensorData } from '../trace';
import { checkNamed, checkOptions, checkState, parameterShapes } from './checkModel';
import { checkSamples } from './checkSamples';
import { attempt, fail, is, quoted } from './problem';

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
  const samples = { [`${place}.train`]: train, [`${place}.validation`]: validation };
  for (const [at, sample] of Object.entries({ ...samples, [`${place}.trouble.pass`]: trouble?.pass })) {
    if (sample) {
      checkSamples(sample, record, numbers, at);
    }
  }
  checkLayers(record, place);
  if (trouble?.pass) {
    checkNamed(trouble.pass.params, shapes, `${place}.trouble.pass.params`);
    checkStates(trouble.pass.state, shapes, `${place}.trouble.pass.state`);
  }
}

/** Checks that what is said of a layer is said of one of the model's. @throws TraceError */
function checkLayers({ model, moments, trouble }: RunRecord, place: string): void {
  const names = new Set(model.map(({ name }) => name));
  const check = (layer: string | undefined, at: string): void => {
    if (layer !== undefined && !names.has(layer)) {
      fail(at, 'is %1, which the model does not have', quoted(layer));
    }
  };
  moments.forEach(({ layers, outputs }, i) => {
    layers.forEach(({ layer }, l) => check(layer, `${place}.moments[${i}].layers[${l}].layer`));
    outputs.forEach(({ layer }, l) => check(layer, `${place}.moments[${i}].outputs[${l}].layer`));
  });
  check(trouble?.layer, `${place}.trouble.layer`);
}

function checkStates(
  states: Record<string, Record<string, TensorData>>,
  shapes: Map<string, number[]>,
  place: string
): void {
  Object.entries(states).forEach(([name, state]) => checkState(state, shapes.get(name), `${place}.${name}`));
}
