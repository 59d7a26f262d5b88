import { Loss, Module, Optimizer, Sequential, Tensor, TensorLike } from '../engine';
import { featuresError } from '../engine/layers/featuresError';
import { checkOptions } from '../engine/options';
import { losses, optimizers } from '../engine/registry';
import { checkLoss, checkModel, checkOptimizer } from '../engine/training/checks';
import { checkUnclaimed } from '../engine/training/claim';
import { formatShape, unravel } from '../engine/tensor';
import { decodeNumber, encodeNumber, encodeTensor } from './encoding';
import { limits, numbersIn } from './limits';
import { optimizerState } from './optimizerState';
import { recordIteration, runIteration } from './recordIteration';
import { asSequential, modelId, encodeSpec, layerSpecs } from './snapshot';
import type { Iteration, Omitted, Trace } from './trace';

/** The data, loss and optimiser that `record` runs, and how often. */
export interface RecordOptions {
  /** samples × features, or one sample's features */
  input: TensorLike;
  /** samples × outputs, or one sample's outputs */
  target: TensorLike;
  /** The loss between output and target. */
  loss: Loss;
  /** The optimiser that updates the parameters; without one, nothing is updated. */
  optimizer?: Optimizer | null;
  /** How often to run forward, backward and update; default 1. All are run; as many as fit are recorded. */
  iterations?: number;
  /** Whether each iteration begins with gradients of 0; default true. */
  zeroGrad?: boolean;
  /** The names of the input features. */
  featureNames?: string[];
  /** The names of the outputs; for a single output between 0 and 1, of the two classes. */
  classNames?: string[];
}

const known: Record<keyof RecordOptions, unknown> = {
  input: undefined,
  target: undefined,
  loss: undefined,
  optimizer: undefined,
  iterations: 1,
  zeroGrad: true,
  featureNames: ['x1'],
  classNames: ['no', 'yes']
};

/**
 * Runs forward, loss, backward and, with an optimiser, the update, on the model itself, and records every number.
 * A trace holds at most 1,000 iterations and 2,000,000 numbers: further iterations are run but not recorded, and
 * counted in `omitted`; the first iteration is always recorded. Fewer samples (`input.slice(0, 32)`) leave room for
 * more iterations.
 * @returns a trace, ready for JSON
 * @throws the errors of the layers and the loss; RangeError for NaN in the data; Error while `fit` trains the model
 */
export function record(module: Module, options: RecordOptions): Trace {
  return recordWithin(limits, module, options);
}

/** `record` within given limits. */
export function recordWithin(
  most: { iterations: number; numbers: number },
  module: Module,
  options: RecordOptions
): Trace {
  checkModel('record', module);
  checkOptions('record', options, known, true, ['model']);
  const { loss, optimizer = null, iterations = 1, zeroGrad = true, featureNames, classNames } = options;
  const model = asSequential(module);
  checkUnclaimed('record', model, optimizer);
  checkList(model, options.input);
  const input = asBatch(options.input, 'input');
  checkLoss('record', loss);
  const target = asTarget(options.target, options.input, model, loss);
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(
      `record: iterations is ${String(iterations)}, expected a whole number of at least 1.`
    );
  }
  checkNames(featureNames, input.shape[input.shape.length - 1], 'featureNames', 'one a feature');
  if (optimizer) {
    checkOptimizer('record', optimizer, model);
  }
  const state = optimizer ? optimizerState(model, optimizer) : {};
  const data: Trace['data'] = {
    input: encodeTensor(input),
    target: encodeTensor(target),
    ...(featureNames && { featureNames }),
    ...(classNames && { classNames })
  };
  // Before the first iteration, which may change them.
  const head = {
    modelId: modelId(module),
    model: layerSpecs(model),
    loss: encodeSpec(losses, loss, loss.options()),
    optimizer: optimizer && encodeSpec(optimizers, optimizer, optimizer.options())
  };
  const written: Iteration[] = [];
  let omitted: Omitted | null = null;
  let room = most.numbers - numbersIn([state, data]);
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
    optimizerState: state,
    data,
    iterations: written,
    ...(omitted && { omitted })
  };
}

const leftOut = (before: Omitted | null, loss: number): Omitted => ({
  iterations: (before?.iterations ?? 0) + 1,
  loss: encodeNumber(loss)
});

/**
 * The target as samples × outputs; for a loss over classes, as one class per sample. Of several samples, a list stays a
 * list, which the loss refuses as it was typed.
 */
function asTarget(values: TensorLike, input: TensorLike, { takesIndices }: Module, loss: Loss): Tensor {
  const target = Tensor.from(values, 'target');
  const { shape } = Tensor.from(input, 'input');
  if (shape.length === 1 && takesIndices && target.shape.length > 1 && target.shape[0] === shape[0]) {
    // A list of indices is one sample, and each of its places has a target.
    return asBatch(new Tensor([1, ...target.shape], target.data), 'target');
  }
  const samples = shape.length > 1 ? shape[0] : 1;
  const list =
    target.shape.length === 1 && (samples > 1 || (loss.takesClasses && target.shape[0] === samples));
  return list ? target : asBatch(target, 'target');
}

/** @throws RangeError for a list of numbers that the first layer does not take for one sample */
function checkList(model: Sequential, values: TensorLike): void {
  const x = Tensor.from(values, 'input');
  const first = model.leaves()[0]?.[1];
  const features = first?.options().inFeatures;
  if (x.shape.length === 1 && typeof features === 'number' && features !== x.shape[0]) {
    throw featuresError(first.label, features, x);
  }
}

/** The values as samples × features; a single sample may lack its outer brackets. */
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
