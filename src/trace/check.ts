/** What a schema cannot say: that the tensors of a payload fit its model and one another. */
import { formatShape, sizeOf } from '../engine/tensor';
import { layers, losses, optimizers } from '../engine/registry';
import { limits } from './limits';
import type { Iteration, LayerSpec, ModelSnapshot, NamedTensor, TensorData, Trace } from './types';

/** Says what is wrong, and where. */
export class TraceError extends Error {}

function fail(place: string, problem: string): never {
  throw new TraceError(`${place} ${problem}`);
}

const is = (place: string, data: TensorData, shape: readonly number[]): void => {
  if (formatShape(data.shape) !== formatShape(shape)) {
    fail(place, `is ${formatShape(data.shape)}, expected ${formatShape(shape)}`);
  }
};

/** Counts every number of a payload, and that each tensor's numbers fill its shape, before any is decoded. */
export function checkSizes(payload: unknown): void {
  let total = 0;
  const visit = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    if (Array.isArray((value as TensorData).shape)) {
      total += sizeOf((value as TensorData).shape);
      if (total > limits.numbers) {
        fail(place, `goes over the ${limits.numbers.toLocaleString('en')} numbers that an output may hold`);
      }
      checkFilled(value as TensorData, place);
      return;
    }
    for (const [key, inside] of Object.entries(value)) {
      visit(inside, Array.isArray(value) ? `${place}[${key}]` : place ? `${place}.${key}` : key);
    }
  };
  visit(payload, '');
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function checkFilled(tensor: TensorData, place: string): void {
  const size = sizeOf(tensor.shape);
  if ('base64' in tensor) {
    if (tensor.base64.length !== Math.ceil((size * 8) / 3) * 4 || !base64.test(tensor.base64)) {
      fail(place, `is ${formatShape(tensor.shape)}: its base64 does not hold ${size} numbers`);
    }
  } else if (tensor.data.length !== size) {
    fail(place, `is ${formatShape(tensor.shape)} and needs ${size} numbers, but has ${tensor.data.length}`);
  }
}

/** The shapes of every parameter, by name. */
function parameterShapes(model: LayerSpec[]): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  model.forEach((layer, i) => {
    if (!Object.hasOwn(layers, layer.type)) {
      fail(`model[${i}].type`, `is ${JSON.stringify(layer.type)}, a layer that this version does not know`);
    }
    if (model.findIndex(other => other.name === layer.name) !== i) {
      fail(`model[${i}].name`, `is ${JSON.stringify(layer.name)}, as an earlier layer's`);
    }
    if (layer.type === 'Linear') {
      shapes.set(`${layer.name}.weight`, [layer.outFeatures as number, layer.inFeatures as number]);
      if (layer.bias !== false) {
        shapes.set(`${layer.name}.bias`, [layer.outFeatures as number]);
      }
    } else {
      attempt(`model[${i}]`, () => layers[layer.type](layer));
    }
  });
  return shapes;
}

function attempt(place: string, make: () => unknown): void {
  try {
    make();
  } catch (error) {
    fail(place, `can't be made: ${(error as Error).message}`);
  }
}

function checkNamed(
  named: { name: string; value: TensorData }[],
  shapes: Map<string, number[]>,
  place: string
): void {
  if (named.length !== shapes.size) {
    fail(place, `has ${named.length} parameters, expected ${shapes.size}`);
  }
  const expected = [...shapes.keys()];
  named.forEach(({ name, value }, i) => {
    if (name !== expected[i]) {
      fail(`${place}[${i}].name`, `is ${JSON.stringify(name)}, expected ${JSON.stringify(expected[i])}`);
    }
    is(`${place}[${i}].value`, value, shapes.get(name)!);
  });
}

/** @throws TraceError */
export function checkModel(payload: ModelSnapshot): void {
  checkNamed(payload.params, parameterShapes(payload.model), 'params');
}

/** @throws TraceError */
export function checkTrace(trace: Trace): void {
  const shapes = parameterShapes(trace.model);
  if (!Object.hasOwn(losses, trace.loss.type)) {
    fail('loss.type', `is ${JSON.stringify(trace.loss.type)}, a loss that this version does not know`);
  }
  attempt('loss', () => losses[trace.loss.type](trace.loss));
  if (trace.optimizer) {
    const { type, ...options } = trace.optimizer;
    if (!Object.hasOwn(optimizers, type)) {
      fail('optimizer.type', `is ${JSON.stringify(type)}, an optimiser that this version does not know`);
    }
    attempt('optimizer', () => optimizers[type]([], options));
  }
  const { input, target, featureNames } = trace.data;
  if (input.shape.length !== 2) {
    fail('data.input', `is ${formatShape(input.shape)}, expected samples × features`);
  }
  if (input.shape[0] > limits.samples) {
    fail('data.input', `has ${input.shape[0]} samples, more than the ${limits.samples} that can be shown`);
  }
  if (featureNames && featureNames.length !== input.shape[1]) {
    fail('data.featureNames', `has ${featureNames.length} names, expected ${input.shape[1]}`);
  }
  const widths = outputWidths(trace.model, input.shape[1]);
  is('data.target', target, [input.shape[0], widths[widths.length - 1]]);
  for (const [name, state] of Object.entries(trace.optimizerState)) {
    checkState(state, shapes.get(name), `optimizerState.${name}`);
  }
  trace.iterations.forEach((iteration, i) => {
    checkIteration(iteration, trace, widths, shapes, `iterations[${i}]`);
  });
}

/** How many features go into the first layer and come out of each. */
function outputWidths(model: LayerSpec[], features: number): number[] {
  const widths = [features];
  model.forEach((layer, i) => {
    const width = widths[i];
    if (layer.type === 'Linear' && layer.inFeatures !== width) {
      fail(`model[${i}]`, `takes ${String(layer.inFeatures)} features, but ${width} come in`);
    }
    widths.push(layer.type === 'Linear' ? (layer.outFeatures as number) : width);
  });
  return widths;
}

function checkState(state: Record<string, TensorData>, shape: number[] | undefined, place: string): void {
  if (!shape) {
    fail(place, 'is of a parameter that the model does not have');
  }
  for (const [name, tensor] of Object.entries(state)) {
    // A count of steps is one number.
    if (formatShape(tensor.shape) !== '1') {
      is(`${place}.${name}`, tensor, shape);
    }
  }
}

function checkIteration(
  iteration: Iteration,
  trace: Trace,
  widths: number[],
  shapes: Map<string, number[]>,
  place: string
): void {
  const { model, data } = trace;
  const samples = data.input.shape[0];
  checkNamed(iteration.params, shapes, `${place}.params`);
  if (iteration.gradsBefore) {
    checkNamed(iteration.gradsBefore, shapes, `${place}.gradsBefore`);
  }
  for (const key of ['forward', 'backward'] as const) {
    if (iteration[key].length !== model.length) {
      fail(`${place}.${key}`, `has ${iteration[key].length} layers, expected ${model.length}`);
    }
    iteration[key].forEach(({ layer }, i) => {
      const expected = model[key === 'forward' ? i : model.length - 1 - i].name;
      if (layer !== expected) {
        fail(
          `${place}.${key}[${i}].layer`,
          `is ${JSON.stringify(layer)}, expected ${JSON.stringify(expected)}`
        );
      }
    });
  }
  iteration.forward.forEach(({ output }, i) =>
    is(`${place}.forward[${i}].output`, output, [samples, widths[i + 1]])
  );
  is(`${place}.lossGrad`, iteration.lossGrad, [samples, widths[model.length]]);
  iteration.backward.forEach(({ layer, gradOutput, gradInput, params }, i) => {
    const at = model.length - 1 - i;
    is(`${place}.backward[${i}].gradOutput`, gradOutput, [samples, widths[at + 1]]);
    is(`${place}.backward[${i}].gradInput`, gradInput, [samples, widths[at]]);
    const mine = new Map([...shapes].filter(([name]) => name.startsWith(`${layer}.`)));
    const grads = params.map(({ name, grad }): NamedTensor => ({ name, value: grad }));
    checkNamed(grads, mine, `${place}.backward[${i}].params`);
  });
  if (iteration.update.length > 0 && !trace.optimizer) {
    fail(`${place}.update`, 'is there without an optimizer');
  }
  iteration.update.forEach((update, i) => {
    const at = `${place}.update[${i}]`;
    const shape = shapes.get(update.param);
    if (!shape) {
      fail(`${at}.param`, `is ${JSON.stringify(update.param)}, which the model does not have`);
    }
    for (const key of ['before', 'grad', 'step', 'after'] as const) {
      is(`${at}.${key}`, update[key], shape);
    }
    checkState(update.state, shape, `${at}.state`);
    if (update.options) {
      const { type, ...options } = trace.optimizer!;
      attempt(`${at}.options`, () => optimizers[type]([], { ...options, ...update.options }));
    }
  });
}
