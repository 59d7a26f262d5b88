import { Loss } from '../losses/loss';
import { Module } from '../module';
import { Optimizer } from '../optimizers/optimizer';
import type { Scheduler } from '../schedules';
import { describe } from '../tensor';
import type { Checkpoint } from './checkpoint';
import type { EarlyStopping } from './earlyStopping';
import type { Data, Metric } from './evaluate';
import type { EpochRecord, History } from './history';
import type { RunObserver } from './observer';

/** One step of a training run. */
export interface StepReport {
  /** From 1. */
  epoch: number;
  /** Of the epoch, from 1. */
  step: number;
  /** Of its batch, before the update. */
  loss: number;
  /** The length of the gradient before it was clipped, where it is clipped by norm. */
  gradNorm?: number;
}

/** What `fit` trains with, and how. */
export interface FitOptions {
  /** What to learn from: a `DataLoader`, or a dataset, which is then one batch an epoch. */
  train: Data;
  /** Samples that are not learnt from: their loss is measured after each epoch. */
  validation?: Data;
  /** What is to become small. */
  loss: Loss;
  /** What changes the weights. */
  optimizer: Optimizer;
  /** How often to go through the training samples, those of a run gone on with included. */
  epochs: number;
  /** Changes the learning rate: one, or several that chain. */
  schedule?: Scheduler | Scheduler[];
  /** When schedules step: after each 'epoch' (when left out) or 'step'; ReduceLROnPlateau after each epoch always. */
  schedulePer?: 'epoch' | 'step';
  /** Measured after each epoch, on the validation samples, or without any on the training samples. */
  metrics?: Record<string, Metric>;
  /** Stops when it has not got better for some epochs, and brings back the best weights. */
  earlyStopping?: EarlyStopping;
  /** Clips gradients before each step: every number by `value`, then all together by `norm`. */
  clip?: { norm?: number; value?: number };
  /** Called after each epoch. */
  onEpoch?: (record: EpochRecord, history: History) => void | Promise<void>;
  /** Called after each step. */
  onStep?: (report: StepReport) => void;
  /** Looks on at every step: what a record of the run is made by. */
  observer?: RunObserver;
  /** Stops the run after the present step. */
  signal?: { readonly aborted: boolean };
  /** Given where the run is, after each epoch and when it is stopped: `resume` goes on from there. */
  checkpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Where to go on from; model, optimizer and schedules are made as at the first start. */
  resume?: Checkpoint;
  /** Lets others have their turn, for a moment; a timer's turn when left out. */
  yield?: () => Promise<void>;
  /** Whether the history says how long each epoch took. */
  seconds?: boolean;
}

/** @throws TypeError or RangeError that says which option of `fit` can't be, and why */
export function checkFitOptions(model: Module, options: FitOptions): void {
  if (!(model instanceof Module)) {
    throw new TypeError(`fit expects a model as its first argument, got ${describe(model)}.`);
  }
  const { train, loss, optimizer, epochs, schedule = [] } = options;
  if (typeof train !== 'object' || train === null) {
    throw new TypeError(`fit: train is ${describe(train)}, expected a DataLoader or a dataset.`);
  }
  if (!(loss instanceof Loss)) {
    throw new TypeError(`fit: loss is ${describe(loss)}, expected a loss, such as new BCELoss().`);
  }
  if (!(optimizer instanceof Optimizer)) {
    throw new TypeError(
      `fit: optimizer is ${describe(optimizer)}, expected one, such as new SGD(model.parameters(), { lr: 0.1 }).`
    );
  }
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new RangeError(`fit: epochs is ${String(epochs)}, expected a whole number of at least 1.`);
  }
  const own = new Set(model.parameters());
  if (!optimizer.parameters.some(parameter => own.has(parameter))) {
    throw new RangeError(
      "fit: the optimizer holds none of this model's parameters: nothing would be learnt."
    );
  }
  const schedules = Array.isArray(schedule) ? schedule : [schedule];
  if (schedules.some(each => each.optimizer !== optimizer)) {
    throw new RangeError('fit: the schedule is of another optimizer: it would change nothing here.');
  }
}
