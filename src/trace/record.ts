import { Loss, Module, Optimizer, Sequential, Tensor, TensorLike } from '../engine';
import { losses, optimizers } from '../engine/registry';
import { formatShape, unravel } from '../engine/tensor';
import { decodeNumber, encodeNumber, encodeTensor } from './encoding';
import { limits, numbersIn } from './limits';
import { optimizerState } from './optimizerState';
import { recordIteration, runIteration } from './recordIteration';
import { asSequential, modelId, encodeSpec, layerSpecs } from './snapshot';
import type { Iteration, Omitted, Trace } from './trace';

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
  const state = optimizer ? stateOf(model, optimizer) : {};
  const data: Trace['data'] = {
    input: encodeTensor(input),
    target: encodeTensor(target),
    ...(featureNames && { featureNames }),
    ...(classNames && { classNames })
  };
  // As they are before the first iteration.
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

/** What the optimiser remembers of the model's parameters. @throws RangeError if it holds none of them */
function stateOf(model: Sequential, optimizer: Optimizer): Trace['optimizerState'] {
  const held = new Set(optimizer.parameters);
  if (!model.parameters().some(parameter => held.has(parameter))) {
    throw new RangeError("record: the optimizer holds none of this model's parameters.");
  }
  return optimizerState(model, optimizer);
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
