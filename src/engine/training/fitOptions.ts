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

/** One step of a training run, as `onStep` receives it. */
export interface StepReport {
  /** The epoch, from 1. */
  epoch: number;
  /** The step within the epoch, from 1. */
  step: number;
  /** The loss of the step's batch, before the update. */
  loss: number;
  /** The gradient's norm before clipping; only if `clip.norm` is set. */
  gradNorm?: number;
}

/** Options of `fit`. */
export interface FitOptions {
  /** The training samples: a `DataLoader`, or a dataset, which makes one batch per epoch. */
  train: Data;
  /** Samples not used for training; their loss is computed after each epoch. */
  validation?: Data;
  /** The loss to minimise. */
  loss: Loss;
  /** The optimiser, which updates the weights. */
  optimizer: Optimizer;
  /** The number of epochs; for a resumed run, including those before the checkpoint. */
  epochs: number;
  /** One learning rate schedule, or several that chain. */
  schedule?: Scheduler | Scheduler[];
  /** Schedules step after each 'epoch' (the default) or 'step'; ReduceLROnPlateau always after each epoch. */
  schedulePer?: 'epoch' | 'step';
  /** Metrics computed after each epoch on the validation samples, or on the training samples without validation. */
  metrics?: Record<string, Metric>;
  /** Stops after several epochs without improvement and restores the best weights. */
  earlyStopping?: EarlyStopping;
  /** Clips the gradients before each update: every element to ±`value`, then their total norm to `norm`. */
  clip?: { norm?: number; value?: number };
  /** Called after each epoch. */
  onEpoch?: (record: EpochRecord, history: History) => void | Promise<void>;
  /** Called after each step. */
  onStep?: (report: StepReport) => void;
  /** Observes every step; used to record the run. */
  observer?: RunObserver;
  /** Stops the run after the current step. */
  signal?: { readonly aborted: boolean };
  /** Called with the run's state after each epoch and when the run is stopped; pass the state to `resume`. */
  checkpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** The checkpoint to resume from; create model, optimiser and schedules as for the first run. */
  resume?: Checkpoint;
  /** Yields to the event loop; by default waits for a timer. */
  yield?: () => Promise<void>;
  /** Whether the history includes each epoch's duration. */
  seconds?: boolean;
}

/** @throws TypeError or RangeError that says which option of `fit` is invalid, and why */
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
      "fit: the optimizer has none of this model's parameters, so training would change nothing: pass it model.parameters()."
    );
  }
  const schedules = Array.isArray(schedule) ? schedule : [schedule];
  if (schedules.some(each => each.optimizer !== optimizer)) {
    throw new RangeError(
      "fit: the schedule belongs to another optimizer, so it would change nothing: make it with this run's optimizer."
    );
  }
}
