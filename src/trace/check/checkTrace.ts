import { Flatten } from '../../engine';
import { layers, losses, optimizers } from '../../engine/registry';
import { formatShape, sizeOf } from '../../engine/tensor';
import { limits } from '../limits';
import { positionsOf } from '../rowShape';
import type { LayerSpec, Trace } from '../trace';
import { checkIteration } from './checkIteration';
import { checkNamed, checkOptions, checkState, parameterShapes } from './checkModel';
import { checkIndices } from './checkSamples';
import { TooLargeError, attempt, fail, is, quoted } from './problem';

/**
 * Checks that a trace's types and options are known, and that its tensors fit the model and one another.
 * @throws TraceError, TooLargeError
 */
export function checkTrace(trace: Trace): void {
  const shapes = parameterShapes(trace.model, trace.iterations[0].params);
  checkNamed(trace.iterations[0].params, shapes, 'iterations[0].params');
  checkOptions(trace.model);
  if (Object.hasOwn(losses, trace.loss.type)) {
    attempt('loss', () => losses[trace.loss.type].from(trace.loss));
  } else if (trace.loss.custom !== true) {
    fail('loss.type', 'is %1, a loss that this version does not know', quoted(trace.loss.type));
  }
  if (trace.optimizer) {
    const { type, ...options } = trace.optimizer;
    if (!Object.hasOwn(optimizers, type) && options.custom !== true) {
      fail('optimizer.type', 'is %1, an optimiser that this version does not know', quoted(type));
    }
    if (typeof options.lr !== 'number') {
      fail('optimizer', 'has no lr');
    }
    if (Object.hasOwn(optimizers, type)) {
      attempt('optimizer', () => optimizers[type].from([], options));
    }
  }
  const { input, featureNames } = trace.data;
  if (input.shape.length < 2) {
    fail('data.input', 'is %1, expected samples × features', formatShape(input.shape));
  }
  const samples = sizeOf(positionsOf(trace));
  if (samples > limits.samples) {
    throw new TooLargeError(
      'This output is too large to be drawn: it holds %1 samples, more than %2. %3',
      samples,
      limits.samples
    );
  }
  if (featureNames && featureNames.length !== input.shape[input.shape.length - 1]) {
    fail(
      'data.featureNames',
      'has %1 names, expected %2',
      featureNames.length,
      input.shape[input.shape.length - 1]
    );
  }
  checkIndices(trace.model[0], input, 'data.input');
  const outputs = outputShapes(trace);
  checkTarget(trace, outputs[outputs.length - 1]);
  checkClassNames(trace, outputs[outputs.length - 1]);
  for (const [name, state] of Object.entries(trace.optimizerState)) {
    checkState(state, shapes.get(name), `optimizerState.${name}`);
  }
  trace.iterations.forEach((iteration, i) => {
    checkIteration(iteration, trace, outputs, shapes, `iterations[${i}]`);
  });
}

/** Checks that there is a name for each output; a single output may have two, one for 0 and one for 1. */
function checkClassNames({ data: { classNames } }: Trace, output: readonly number[]): void {
  const outputs = output[output.length - 1];
  if (classNames && classNames.length !== outputs && !(outputs === 1 && classNames.length === 2)) {
    fail('data.classNames', 'has %1 names, expected %2', classNames.length, outputs === 1 ? 2 : outputs);
  }
}

/** Checks that the target has the output's shape, or one class per row for a loss that takes classes. */
function checkTarget({ data: { target }, loss }: Trace, output: readonly number[]): void {
  const takesClasses = !Object.hasOwn(losses, loss.type) || losses[loss.type].from(loss).takesClasses;
  const classes = output.slice(0, -1);
  if (!takesClasses || formatShape(target.shape) !== formatShape(classes)) {
    is('data.target', target, output);
  }
}

/** The shapes of the first layer's input and of each layer's output: by the layer's type, otherwise as recorded. */
function outputShapes({ model, data, iterations }: Trace): (readonly number[])[] {
  const shapes: (readonly number[])[] = [data.input.shape];
  if (iterations[0].forward.length !== model.length) {
    fail('iterations[0].forward', 'has %1 layers, expected %2', iterations[0].forward.length, model.length);
  }
  model.forEach((layer, i) => {
    const before = shapes[i];
    const width = before[before.length - 1];
    if (layer.type === 'Linear' && layer.inFeatures !== width) {
      fail(`model[${i}]`, 'takes %1 features, but %2 come in', String(layer.inFeatures), width);
    }
    const { shape } = iterations[0].forward[i].output;
    if (shape[0] !== data.input.shape[0]) {
      fail(
        `iterations[0].forward[${i}].output`,
        'is %1, expected %2 samples',
        formatShape(shape),
        data.input.shape[0]
      );
    }
    shapes.push(knownOutput(layer, before, `model[${i}]`) ?? shape);
  });
  return shapes;
}

const flattenOf = (startDim: unknown, endDim: unknown): Flatten =>
  new Flatten({ startDim: startDim as number, endDim: endDim as number });

/** The shape of a layer's output; null if the layer's type does not determine it. */
function knownOutput(
  { type, outFeatures, embeddingDim, startDim, endDim }: LayerSpec,
  before: readonly number[],
  place: string
): readonly number[] | null {
  if (type === 'Linear') {
    return [...before.slice(0, -1), outFeatures as number];
  }
  if (type === 'Embedding') {
    return [...before, embeddingDim as number];
  }
  if (type === 'Flatten') {
    return attempt(place, () => flattenOf(startDim, endDim).outputShape(before));
  }
  return Object.hasOwn(layers, type) ? before : null;
}
