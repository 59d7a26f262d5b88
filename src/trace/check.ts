/** What a schema cannot say: that the tensors of a payload fit its model and one another. */
import { Message, inEnglish, say } from '../engine/message';
import { shapesOf } from '../engine/spec';
import { formatShape, sizeOf } from '../engine/tensor';
import { layers, losses, optimizers } from '../engine/registry';
import { decodeTensor } from './encoding';
import { limits } from './limits';
import { positionsOf } from './rows';
import type {
  HistoryReport,
  Iteration,
  LayerSpec,
  ModelSnapshot,
  NamedTensor,
  TensorData,
  Trace
} from './types';

/** Says what is wrong, and where. */
export class TraceError extends Error {
  constructor(
    readonly place: string,
    readonly problem: Message
  ) {
    super(`${place} ${inEnglish(problem)}`);
  }
}

/** There is nothing wrong but the size: says what to do. */
export class TooLargeError extends Error {
  readonly sentence: Message;

  constructor(problem: string, ...args: Message['args']) {
    const sentence = { message: problem, args: [...args, FEWER] };
    super(inEnglish(sentence));
    this.sentence = sentence;
  }
}

const FEWER = say('Record fewer samples, such as input.slice(0, 32), or fewer iterations.');

function fail(place: string, problem: string, ...args: Message['args']): never {
  throw new TraceError(place, { message: problem, args });
}

const is = (place: string, data: TensorData, shape: readonly number[]): void => {
  if (formatShape(data.shape) !== formatShape(shape)) {
    fail(place, 'is %1, expected %2', formatShape(data.shape), formatShape(shape));
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
        throw new TooLargeError(
          'This output is too large to be drawn: it holds more than %1 numbers. %2',
          limits.numbers.toLocaleString('en')
        );
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
      fail(place, 'is %1: its base64 does not hold %2 numbers', formatShape(tensor.shape), size);
    }
  } else if (tensor.data.length !== size) {
    fail(
      place,
      'is %1 and needs %2 numbers, but has %3',
      formatShape(tensor.shape),
      size,
      tensor.data.length
    );
  }
}

/**
 * The shapes of every parameter, by name: those that a layer's options ask for, and for a layer that is not in
 * the registry, one that the learner wrote, those that its numbers have in `params`.
 */
function parameterShapes(model: LayerSpec[], params: NamedTensor[]): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  model.forEach(({ name, type, ...options }, i) => {
    if (model.findIndex(other => other.name === name) !== i) {
      fail(`model[${i}].name`, "is %1, as an earlier layer's", JSON.stringify(name));
    }
    // Of a layer that the learner wrote, `record` says so; any other type is one of a newer version, or damage.
    if (!Object.hasOwn(layers, type) && options.custom !== true) {
      fail(`model[${i}].type`, 'is %1, a layer that this version does not know', JSON.stringify(type));
    }
    const known = attempt(`model[${i}]`, () => shapesOf({ type, options }));
    const mine = params.filter(p => p.name.startsWith(`${name}.`));
    for (const [rest, shape] of known ??
      mine.map(p => [p.name.slice(name.length + 1), p.value.shape] as const)) {
      shapes.set(`${name}.${rest}`, shape.slice());
    }
  });
  return shapes;
}

/** Makes every layer that can be made: only after its shapes are known to be those of numbers that are there. */
function checkOptions(model: LayerSpec[]): void {
  model.forEach(({ type, name: _name, ...options }, i) => {
    if (Object.hasOwn(layers, type) && type !== 'Linear' && shapesOf({ type, options }) !== null) {
      attempt(`model[${i}]`, () => layers[type](options));
    }
  });
}

function attempt<T>(place: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    fail(place, 'does not work: %1', (error as Error).message.replace(/\.$/, ''));
  }
}

function checkNamed(
  named: { name: string; value: TensorData }[],
  shapes: Map<string, number[]>,
  place: string
): void {
  if (named.length !== shapes.size) {
    fail(place, 'has %1 parameters, expected %2', named.length, shapes.size);
  }
  const expected = [...shapes.keys()];
  named.forEach(({ name, value }, i) => {
    if (name !== expected[i]) {
      fail(`${place}[${i}].name`, 'is %1, expected %2', JSON.stringify(name), JSON.stringify(expected[i]));
    }
    is(`${place}[${i}].value`, value, shapes.get(name)!);
  });
}

/** @throws TraceError */
export function checkModel(payload: ModelSnapshot): void {
  checkNamed(payload.params, parameterShapes(payload.model, payload.params), 'params');
  checkOptions(payload.model);
}

/** @throws TraceError */
export function checkTrace(trace: Trace): void {
  const shapes = parameterShapes(trace.model, trace.iterations[0].params);
  checkNamed(trace.iterations[0].params, shapes, 'iterations[0].params');
  checkOptions(trace.model);
  if (Object.hasOwn(losses, trace.loss.type)) {
    attempt('loss', () => losses[trace.loss.type](trace.loss));
  } else if (trace.loss.custom !== true) {
    fail('loss.type', 'is %1, a loss that this version does not know', JSON.stringify(trace.loss.type));
  }
  if (trace.optimizer) {
    const { type, ...options } = trace.optimizer;
    if (!Object.hasOwn(optimizers, type) && options.custom !== true) {
      fail('optimizer.type', 'is %1, an optimiser that this version does not know', JSON.stringify(type));
    }
    if (typeof options.lr !== 'number') {
      fail('optimizer', 'has no lr');
    }
    if (Object.hasOwn(optimizers, type)) {
      attempt('optimizer', () => optimizers[type]([], options));
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

/**
 * A training run: its numbers fill the parameters that its model has, and what is drawn fits it.
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
  // One that the learner wrote is drawn, but not made again.
  if (Object.hasOwn(losses, record.loss.type)) {
    attempt(`${place}.loss`, () => losses[record.loss.type](record.loss));
  }
  const { type, ...options } = record.optimizer;
  if (typeof options.lr !== 'number') {
    fail(`${place}.optimizer`, 'has no lr');
  }
  if (Object.hasOwn(optimizers, type)) {
    attempt(`${place}.optimizer`, () => optimizers[type]([], options));
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

/** A name for each output; for a single one also a name for 0 and one for 1. */
function checkClassNames({ data: { classNames } }: Trace, output: readonly number[]): void {
  const outputs = output[output.length - 1];
  if (classNames && classNames.length !== outputs && !(outputs === 1 && classNames.length === 2)) {
    fail('data.classNames', 'has %1 names, expected %2', classNames.length, outputs === 1 ? 2 : outputs);
  }
}

/** Of the shape of the output; a class each for a loss that takes classes. */
function checkTarget({ data: { target }, loss }: Trace, output: readonly number[]): void {
  const takesClasses = !Object.hasOwn(losses, loss.type) || losses[loss.type](loss).takesClasses;
  const classes = output.slice(0, -1);
  if (!takesClasses || formatShape(target.shape) !== formatShape(classes)) {
    is('data.target', target, output);
  }
}

/** The shapes of the first layer's input and of each layer's output: as a layer's type has it, or as recorded. */
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
    shapes.push(knownOutput(layer, before) ?? shape);
  });
  return shapes;
}

/** The shape that comes out of a layer; null for one whose type does not say. */
function knownOutput(
  { type, outFeatures, embeddingDim }: LayerSpec,
  before: readonly number[]
): readonly number[] | null {
  if (type === 'Linear') {
    return [...before.slice(0, -1), outFeatures as number];
  }
  if (type === 'Embedding') {
    return [...before, embeddingDim as number];
  }
  return Object.hasOwn(layers, type) ? before : null;
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

/** What a Dropout kept: of its layer, for every sample, 1 or 0 each. */
function checkMask(
  { name, value }: NamedTensor,
  layer: LayerSpec,
  input: readonly number[],
  place: string
): void {
  if (name !== layer.name && !name.startsWith(`${layer.name}.`)) {
    fail(`${place}.name`, `is ${JSON.stringify(name)}, which is not of ${JSON.stringify(layer.name)}`);
  }
  // Inside a layer there may be other features than come in.
  is(`${place}.value`, value, layer.type === 'Dropout' ? input : [input[0], ...value.shape.slice(1)]);
  if (decodeTensor(value).data.some(kept => kept !== 0 && kept !== 1)) {
    fail(`${place}.value`, 'holds other numbers than 0 and 1');
  }
}

/** Whatever the views will ask of the loss: it is not defined for every output and target. */
function checkLoss(
  { forward, lossShares }: Iteration,
  { loss, data: { target } }: Trace,
  place: string
): void {
  if (Object.hasOwn(losses, loss.type)) {
    const output = decodeTensor(forward[forward.length - 1].output);
    attempt(`${place}.loss`, () => losses[loss.type](loss).shares(output, decodeTensor(target)));
  } else if (!lossShares) {
    fail(place, 'has no %1', 'lossShares');
  } else {
    is(`${place}.lossShares`, lossShares, [target.shape[0]]);
  }
}

function checkIteration(
  iteration: Iteration,
  trace: Trace,
  outputs: (readonly number[])[],
  shapes: Map<string, number[]>,
  place: string
): void {
  const { model } = trace;
  checkNamed(iteration.params, shapes, `${place}.params`);
  if (iteration.gradsBefore) {
    checkNamed(iteration.gradsBefore, shapes, `${place}.gradsBefore`);
  }
  for (const key of ['forward', 'backward'] as const) {
    if (iteration[key].length !== model.length) {
      fail(`${place}.${key}`, 'has %1 layers, expected %2', iteration[key].length, model.length);
    }
    iteration[key].forEach(({ layer }, i) => {
      const expected = model[key === 'forward' ? i : model.length - 1 - i].name;
      if (layer !== expected) {
        fail(
          `${place}.${key}[${i}].layer`,
          'is %1, expected %2',
          JSON.stringify(layer),
          JSON.stringify(expected)
        );
      }
    });
  }
  iteration.forward.forEach(({ masks }, i) => {
    masks?.forEach((mask, m) => checkMask(mask, model[i], outputs[i], `${place}.forward[${i}].masks[${m}]`));
  });
  iteration.forward.forEach(({ output }, i) => is(`${place}.forward[${i}].output`, output, outputs[i + 1]));
  checkLoss(iteration, trace, place);
  is(`${place}.lossGrad`, iteration.lossGrad, outputs[model.length]);
  iteration.backward.forEach(({ layer, gradOutput, gradInput, params }, i) => {
    const at = model.length - 1 - i;
    is(`${place}.backward[${i}].gradOutput`, gradOutput, outputs[at + 1]);
    is(`${place}.backward[${i}].gradInput`, gradInput, outputs[at]);
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
      fail(`${at}.param`, 'is %1, which the model does not have', JSON.stringify(update.param));
    }
    for (const key of ['before', 'grad', 'step', 'after'] as const) {
      is(`${at}.${key}`, update[key], shape);
    }
    checkState(update.state, shape, `${at}.state`);
    if (update.options) {
      const { type, ...options } = trace.optimizer!;
      if (Object.hasOwn(optimizers, type)) {
        attempt(`${at}.options`, () => optimizers[type]([], { ...options, ...update.options }));
      }
    }
  });
}
