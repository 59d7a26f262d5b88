import { DataLoader } from '../data/dataLoader';
import { checkSamples } from '../data/tensorDataset';
import { descriptionOf } from '../describe';
import { Loss } from '../losses/loss';
import { Module } from '../module';
import { failure } from '../message';
import { Optimizer } from '../optimizers/optimizer';
import { Tensor } from '../tensor';

/** Checks of what `fit`, `evaluate` and `trainStep` are given: each throws an error that says what to write. */

/** @throws TypeError unless `model` is a model */
export function checkModel(owner: string, model: unknown): void {
  if (!(model instanceof Module)) {
    throw failure(
      TypeError,
      '%1 expects a model as its first argument, got %2.',
      owner,
      descriptionOf(model)
    );
  }
}

/** @throws TypeError unless `loss` is a loss */
export function checkLoss(owner: string, loss: unknown): void {
  if (!(loss instanceof Loss)) {
    throw failure(
      TypeError,
      '%1: loss is %2, expected a loss, such as new BCELoss().',
      owner,
      descriptionOf(loss)
    );
  }
}

/** The model that an optimiser was last found to fit: `trainStep` checks the same pair at every step. */
const fitting = new WeakMap<object, Module>();

/**
 * @throws TypeError unless `optimizer` is an optimiser; RangeError if it has none of the model's parameters, as
 * that of a model that was made anew since
 */
export function checkOptimizer(owner: string, optimizer: unknown, model: Module): void {
  if (!(optimizer instanceof Optimizer)) {
    throw failure(
      TypeError,
      '%1: optimizer is %2, expected one, such as new SGD(model.parameters(), { lr: 0.1 }).',
      owner,
      descriptionOf(optimizer)
    );
  }
  if (fitting.get(optimizer) === model) {
    return;
  }
  const own = new Set(model.parameters());
  if (!optimizer.parameters.some(parameter => own.has(parameter))) {
    throw failure(
      RangeError,
      "%1: the optimizer has none of this model's parameters, so training would change nothing: pass it model.parameters().",
      owner
    );
  }
  fitting.set(optimizer, model);
}

/** @throws TypeError unless `data` is a loader, a dataset or batches; RangeError if it has no sample */
export function checkData(owner: string, data: unknown): void {
  if (Array.isArray(data) && data.length > 0) {
    checkSamples(owner, data[0] instanceof Object && 'input' in data[0] ? data[0] : data);
  } else if (data instanceof DataLoader || !isIterable(data)) {
    checkSamples(owner, data);
  }
  const empty = (data as { input?: unknown } | null)?.input;
  if (Array.isArray(empty) ? empty.length === 0 : empty instanceof Tensor && empty.shape[0] === 0) {
    throw noBatch(owner);
  }
  if (data instanceof DataLoader && data.length === 0) {
    throw failure(
      RangeError,
      '%1 has no batch: batchSize is %2, there are %3 samples, and dropLast leaves out a batch that is not full. Choose a smaller batchSize.',
      owner,
      data.batchSize,
      data.input.shape[0]
    );
  }
}

/** The error for data without a sample. */
export const noBatch = (owner: string): RangeError =>
  failure(
    RangeError,
    '%1 has no batch: there are no samples. Give at least one, such as { input: [[0.5, 1]], target: [[1]] }.',
    owner
  );

const isIterable = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && Symbol.iterator in data;

/** @throws TypeError unless `metrics` is an object of functions */
export function checkMetrics(owner: string, metrics: unknown): void {
  if (metrics === undefined) {
    return;
  }
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    throw failure(
      TypeError,
      '%1: metrics is %2, expected functions by name, such as { accuracy }.',
      owner,
      descriptionOf(metrics)
    );
  }
  for (const [name, metric] of Object.entries(metrics)) {
    if (typeof metric !== 'function') {
      throw failure(
        TypeError,
        '%1: metrics.%2 is %3, expected a function, such as accuracy.',
        owner,
        name.slice(0, 40),
        descriptionOf(metric)
      );
    }
  }
}
