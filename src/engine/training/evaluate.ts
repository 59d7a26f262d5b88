import { reusingBuffers } from '../buffers';
import { Batch, DataLoader } from '../data/dataLoader';
import { Samples } from '../data';
import { ClassLoss } from '../losses/classLoss';
import { countedRows } from '../losses/counted';
import { Loss } from '../losses/loss';
import { Module } from '../module';
import { checkKeys } from '../options';
import { checkData, checkLoss, checkMetrics, checkModel, noBatch } from './checks';
import { Tensor, sizeOf } from '../tensor';

/** A number computed from a model's outputs and the targets: `accuracy`, `f1`, or your own function. */
export type Metric = (output: Tensor, target: Tensor) => number;

/** A dataset, or batches of samples. */
export type Data = DataLoader | Samples | Iterable<Batch>;

/** The result of `evaluate`. */
export interface Evaluation {
  /** The loss: the mean over the samples, or the sum if the loss's reduction is 'sum'. */
  loss: number;
  /**
   * The metrics by name, without the samples whose class is the loss's `ignoreIndex` (of classes of samples × positions,
   * a metric gets one row for each position that counts); NaN for each if an output is NaN
   * or infinite, as after training has diverged, and if no sample counts.
   */
  metrics: Record<string, number>;
}

/** Samples per forward pass when a dataset is evaluated. */
const AT_A_TIME = 256;

/**
 * Computes a model's loss and metrics in `eval` mode, without training it. Restores the model's mode.
 * @param data a dataset, or a loader (iterating over it draws random numbers, as in PyTorch)
 * @param options.loss the loss
 * @param options.metrics further metrics, by name
 * @throws the errors of the layers, the loss and the metrics
 */
export function evaluate(
  model: Module,
  data: Data,
  options: { loss: Loss; metrics?: Record<string, Metric> }
): Evaluation {
  checkEvaluation(model, data, options);
  const run = evaluating(model, data, options.loss, options.metrics ?? {});
  for (;;) {
    const { done, value } = run.next();
    if (done) {
      return value;
    }
  }
}

/** @throws TypeError for an argument of `evaluate` that is of another kind */
function checkEvaluation(
  model: unknown,
  data: unknown,
  options: { loss?: unknown; metrics?: unknown }
): void {
  checkModel('evaluate', model);
  checkData('evaluate: data', data);
  checkKeys('evaluate', options, { loss: undefined, metrics: undefined });
  checkLoss('evaluate', options.loss);
  checkMetrics('evaluate', options.metrics);
}

/** `evaluate` as a generator that yields after every batch. */
export function* evaluating(
  model: Module,
  data: Data,
  loss: Loss,
  metrics: Record<string, Metric>
): Generator<void, Evaluation> {
  const sum = new LossSum(loss);
  const names = Object.keys(metrics);
  const outputs: Tensor[] = [];
  const targets: Tensor[] = [];
  const was = model.training;
  model.eval();
  try {
    for (const { input, target } of batchesOf(data, AT_A_TIME)) {
      reusingBuffers(() => {
        const output = model.forward(input);
        sum.add(loss.forward(output, target), loss.divisor(output, target));
        if (names.length > 0) {
          outputs.push(output.clone());
          targets.push(target.clone());
        }
      });
      yield;
    }
  } finally {
    model.train(was);
  }
  if (sum.samples === 0) {
    throw noBatch('evaluate: data');
  }
  const finite = outputs.every(({ data }) => data.every(Number.isFinite));
  const counted = names.length > 0 && finite ? countedBy(loss, joined(outputs), joined(targets)) : null;
  return {
    loss: sum.value,
    metrics: Object.fromEntries(
      names.map(name => [name, counted ? metrics[name](counted.output, counted.target) : NaN])
    )
  };
}

/** Outputs and targets that a loss counts; classes of samples × positions as rows. Null if there is none. */
function countedBy(loss: Loss, output: Tensor, target: Tensor): { output: Tensor; target: Tensor } | null {
  const isClasses = loss instanceof ClassLoss && target.shape.length === output.shape.length - 1;
  return isClasses && (target.shape.length > 1 || target.data.includes(loss.ignoreIndex))
    ? countedRows(output, target, loss.ignoreIndex)
    : { output, target };
}

/** Accumulates the losses of batches of different sizes, or of different weights. */
export class LossSum {
  total = 0;
  /** The sum of the batches' divisors; 1 for each batch of a loss that is a sum. */
  samples = 0;

  constructor(private readonly loss: Loss) {}

  add(loss: number, divisor: number): void {
    this.total += loss * divisor;
    this.samples += divisor;
  }

  /** The loss of all samples, as if they had been one batch. */
  get value(): number {
    return this.loss.reduction !== 'sum' ? this.total / this.samples : this.total;
  }
}

/** The batches of an epoch. A dataset is split into views of `atATime` samples; by default it is one batch. */
export function batchesOf(data: Data, atATime = Infinity): Iterable<Batch> {
  if (data instanceof DataLoader) {
    return data.batches(true);
  }
  return 'input' in data ? slices(data, atATime) : data;
}

function* slices(samples: Samples, atATime: number): IterableIterator<Batch> {
  const input = Tensor.from(samples.input, 'input');
  const target = Tensor.from(samples.target, 'target');
  const count = input.shape[0];
  for (let start = 0; start < count; start += atATime) {
    const end = Math.min(count, start + atATime);
    yield { input: slice(input, start, end), target: slice(target, start, end) };
  }
}

/** Rows `start` to `end` − 1 of a tensor, as a view. */
function slice(tensor: Tensor, start: number, end: number): Tensor {
  const size = sizeOf(tensor.shape.slice(1));
  return new Tensor([end - start, ...tensor.shape.slice(1)], tensor.data.subarray(start * size, end * size));
}

/** Concatenates tensors along the first dimension. */
function joined(parts: Tensor[]): Tensor {
  const samples = parts.reduce((sum, part) => sum + part.shape[0], 0);
  const result = new Tensor([samples, ...parts[0].shape.slice(1)]);
  let at = 0;
  for (const { data } of parts) {
    result.data.set(data, at);
    at += data.length;
  }
  return result;
}
