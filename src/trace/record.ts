import { Loss, Module, Optimizer, Parameter, Sequential, Tensor, TensorLike } from '../engine';
import { Options, layers, losses, optimizers } from '../engine/registry';
import { decodeNumber, encodeNumber, encodeOwn, encodeTensor } from './encoding';
import { formatShape, unravel } from '../engine/tensor';
import { limits, numbersIn } from './limits';
import { dropouts } from './replay';
import type {
  Iteration,
  LayerSpec,
  ModelSnapshot,
  NamedTensor,
  Omitted,
  ParameterUpdate,
  Spec,
  TensorData,
  Trace
} from './types';

/** What `record` runs, and how often. */
export interface RecordOptions {
  /** samples × features, or one sample's features */
  input: TensorLike;
  /** samples × outputs, or one sample's outputs */
  target: TensorLike;
  /** What says how far the output is from the target. */
  loss: Loss;
  /** Without one, nothing is updated. */
  optimizer?: Optimizer | null;
  /** How often to go forward, backward and update; 1 when left out. All are done, as many written down as fit. */
  iterations?: number;
  /** Whether each iteration begins with gradients of 0; true when left out. */
  zeroGrad?: boolean;
  /** What the inputs are called. */
  featureNames?: string[];
  /** What the outputs are called; for a single output of 0 or 1, the two classes. */
  classNames?: string[];
}

const ids = new WeakMap<Module, string>();
let used = 0;

/** `m1` for the first model that this kernel shows, `m2` for the second, … */
export function modelId(model: Module): string {
  const id = ids.get(model) ?? `m${++used}`;
  ids.set(model, id);
  return id;
}

/** A lone layer becomes a model of one, named as its type: `linear`. */
export function asSequential(model: Module): Sequential {
  if (model instanceof Sequential) {
    return model;
  }
  const type = model.constructor.name;
  return new Sequential({ [type[0].toLowerCase() + type.slice(1)]: model });
}

/** What tells a layer, loss or optimiser that the learner wrote from one that a reader is too old for. */
const ofLearner = (known: object, type: string): { custom?: true } =>
  Object.hasOwn(known, type) ? {} : { custom: true };

const specOf = (known: object, { constructor: { name: type } }: object, options: Options): Spec => ({
  type,
  ...options,
  ...ofLearner(known, type)
});

export const specs = (model: Sequential): LayerSpec[] =>
  model.leaves().map(([name, layer]) => {
    const type = layer.constructor.name;
    return { name, type, ...layer.options(), ...ofLearner(layers, type) };
  });

const snapshot = (named: [string, Tensor][]): NamedTensor[] =>
  named.map(([name, tensor]) => ({ name, value: encodeTensor(tensor) }));

/** The weights of a model as they are now. */
export function snapshotModel(module: Module): ModelSnapshot {
  const model = asSequential(module);
  const params = snapshot(model.namedParameters());
  const loads = module.loads > 0 ? { loads: module.loads } : {};
  return { kind: 'model', version: 1, modelId: modelId(module), model: specs(model), params, ...loads };
}

/**
 * Runs forward, loss, backward and, with an optimiser, the update, on the model itself, and writes down
 * every number of it. A trace holds at most 1,000 iterations and 2,000,000 numbers: what goes beyond is run and
 * left out, which the trace says in `omitted`; the first iteration is always there. Fewer samples
 * (`input.slice(0, 32)`) leave room for more iterations.
 * @returns a trace, ready for JSON
 * @throws what the layers and the loss throw for the data; RangeError for NaN in it
 */
export function record(module: Module, options: RecordOptions): Trace {
  return recordWithin(limits, module, options);
}

/** The same within other limits. */
export function recordWithin(
  most: { iterations: number; numbers: number },
  module: Module,
  options: RecordOptions
): Trace {
  const { loss, optimizer = null, iterations = 1, zeroGrad = true, featureNames, classNames } = options;
  const model = asSequential(module);
  const input = asBatch(options.input, 'input');
  if (!(loss instanceof Loss)) {
    throw new TypeError('record expects a loss, such as new BCELoss().');
  }
  const target = asTarget(options.target, input.shape[0], loss);
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(
      `record: iterations is ${String(iterations)}, expected a whole number of at least 1.`
    );
  }
  checkNames(featureNames, input.shape[input.shape.length - 1], 'featureNames', 'one a feature');
  const optimizerState = optimizer ? stateOf(model, optimizer) : {};
  const data: Trace['data'] = {
    input: encodeTensor(input),
    target: encodeTensor(target),
    ...(featureNames && { featureNames }),
    ...(classNames && { classNames })
  };
  // As they are before the first iteration.
  const head = {
    modelId: modelId(module),
    model: specs(model),
    loss: specOf(losses, loss, loss.options()),
    optimizer: optimizer && specOf(optimizers, optimizer, optimizer.options())
  };
  const written: Iteration[] = [];
  let omitted: Omitted | null = null;
  let room = most.numbers - numbersIn([optimizerState, data]);
  for (let i = 0; i < iterations; i++) {
    if (zeroGrad) {
      model.zeroGrad();
    }
    if (omitted || i >= most.iterations) {
      omitted = leftOut(omitted, runIteration(model, input, target, loss, optimizer));
      continue;
    }
    const iteration = recordIteration(model, input, target, loss, optimizer);
    room -= numbersIn(iteration);
    if (room < 0 && i > 0) {
      omitted = leftOut(omitted, decodeNumber(iteration.loss));
    } else {
      written.push(iteration);
    }
  }
  return {
    kind: 'trace',
    version: 1,
    ...head,
    optimizerState,
    data,
    iterations: written,
    ...(omitted && { omitted })
  };
}

const leftOut = (before: Omitted | null, loss: number): Omitted => ({
  iterations: (before?.iterations ?? 0) + 1,
  loss: encodeNumber(loss)
});

/** One iteration that is not written down. @returns the loss */
function runIteration(
  model: Sequential,
  input: Tensor,
  target: Tensor,
  loss: Loss,
  optimizer: Optimizer | null
): number {
  const value = loss.forward(model.forward(input), target);
  model.backward(loss.backward());
  optimizer?.step();
  return value;
}

/** One iteration, from the gradients that are there. */
function recordIteration(
  model: Sequential,
  input: Tensor,
  target: Tensor,
  loss: Loss,
  optimizer: Optimizer | null
): Iteration {
  const before = model.namedParameters().map(([name, parameter]): Before => {
    const tensor = parameter.clone();
    return { name, parameter, tensor, value: encodeOwn(tensor) };
  });
  const left = model.parameters().some(({ grad }) => grad.data.some(g => g !== 0));
  const gradsBefore = left && snapshot(model.namedParameters().map(([name, { grad }]) => [name, grad]));
  const leaves = model.leaves();
  let x = input;
  const forward = leaves.map(([layer, module]) => {
    x = module.forward(x);
    return { layer, output: encodeTensor(x), ...masksOf(layer, module) };
  });
  const value = loss.forward(x, target);
  const lossGrad = loss.backward();
  let grad = lossGrad;
  const backward = leaves.reverse().map(([layer, module]) => {
    const gradOutput = encodeTensor(grad);
    grad = module.backward(grad);
    const named = module
      .namedParameters()
      .map(([name, p]) => ({ name: `${layer}.${name}`, grad: encodeTensor(p.grad) }));
    return { layer, gradOutput, gradInput: encodeTensor(grad), params: named };
  });
  return {
    params: before.map(({ name, value }) => ({ name, value })),
    ...(gradsBefore && { gradsBefore }),
    forward,
    loss: encodeNumber(value),
    ...lossShares(loss, x, target),
    lossGrad: encodeTensor(lossGrad),
    backward,
    update: optimizer ? recordUpdate(optimizer, before) : []
  };
}

/** Of a loss that can't be made again from a trace, what else would be asked of it. */
function lossShares(loss: Loss, output: Tensor, target: Tensor): { lossShares?: TensorData } {
  if (Object.hasOwn(losses, loss.constructor.name)) {
    return {};
  }
  const shares = loss.shares(output, target);
  return { lossShares: encodeTensor(new Tensor([shares.length], Float64Array.from(shares))) };
}

/** What the Dropouts of a layer kept in the last forward pass. */
function masksOf(name: string, module: Module): { masks?: NamedTensor[] } {
  const inside = dropouts(name, module);
  const masks = inside.flatMap(([full, { kept }]) =>
    kept ? [{ name: full, value: encodeTensor(kept) }] : []
  );
  return inside.length > 0 ? { masks } : {};
}

/** A parameter, as it was before an update, and how that is written down. */
interface Before extends NamedTensor {
  parameter: Parameter;
  tensor: Tensor;
}

function recordUpdate(optimizer: Optimizer, before: Before[]): ParameterUpdate[] {
  const held = new Set(optimizer.parameters);
  const stepped = before.filter(({ parameter }) => held.has(parameter));
  optimizer.step();
  return stepped.map(({ name, parameter, tensor, value }) => ({
    param: name,
    before: value,
    grad: encodeTensor(parameter.grad),
    state: encodeState(optimizer.state.get(parameter) ?? {}),
    step: encodeOwn(difference(parameter, tensor)),
    after: encodeTensor(parameter),
    ...groupOptions(optimizer, parameter)
  }));
}

function difference({ shape, data: after }: Tensor, { data: before }: Tensor): Tensor {
  const step = new Tensor(shape);
  for (let i = 0; i < after.length; i++) {
    step.data[i] = after[i] - before[i];
  }
  return step;
}

/** What the parameter's group has otherwise than the first, whose options are the optimiser's. */
function groupOptions(optimizer: Optimizer, parameter: Parameter): { options?: Options } {
  const [first, ...others] = optimizer.paramGroups;
  const mine = others.find(({ params }) => params.includes(parameter));
  if (!mine) {
    return {};
  }
  const common = optimizer.options(first);
  const differing = Object.entries(optimizer.options(mine)).filter(
    ([name, value]) => String(value) !== String(common[name])
  );
  return differing.length > 0 ? { options: Object.fromEntries(differing) } : {};
}

const encodeState = (state: Record<string, Tensor>): ParameterUpdate['state'] =>
  Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, encodeTensor(tensor)]));

function stateOf(model: Sequential, optimizer: Optimizer): Trace['optimizerState'] {
  const held = new Set(optimizer.parameters);
  const mine = model.namedParameters().filter(([, parameter]) => held.has(parameter));
  if (mine.length === 0) {
    throw new RangeError("record: the optimizer holds none of this model's parameters.");
  }
  return Object.fromEntries(
    mine.flatMap(([name, parameter]) => {
      const state = optimizer.state.get(parameter);
      return state && Object.keys(state).length > 0 ? [[name, encodeState(state)]] : [];
    })
  );
}

/** Samples × outputs, or with a loss over classes, a class each. */
function asTarget(values: TensorLike, samples: number, loss: Loss): Tensor {
  const target = Tensor.from(values, 'target');
  const classes = loss.takesClasses && target.shape.length === 1 && target.shape[0] === samples;
  return classes ? target : asBatch(target, 'target');
}

/** Samples × features; a single sample may come without its outer brackets. */
function asBatch(values: TensorLike, name: string): Tensor {
  const given = Tensor.from(values, name);
  const tensor = given.shape.length === 1 ? new Tensor([1, given.shape[0]], given.data) : given;
  if (tensor.shape.length < 2 || tensor.data.length === 0) {
    throw new RangeError(`record: ${name} is ${formatShape(given.shape)}, expected samples × features.`);
  }
  const bad = tensor.data.findIndex(Number.isNaN);
  if (bad >= 0) {
    throw new RangeError(
      `record: ${name}[${unravel(bad, tensor.shape).join(',')}] is NaN, expected a number.`
    );
  }
  return tensor;
}

function checkNames(names: string[] | undefined, expected: number, option: string, what: string): void {
  if (names && names.length !== expected) {
    throw new RangeError(`record: ${option} has ${names.length} names, expected ${expected}, ${what}.`);
  }
}
