import type { Loss } from '../losses/loss';
import type { Module } from '../module';
import { Optimizer } from '../optimizers/optimizer';
import type { Scheduler } from '../schedules';
import { descriptionOf } from '../describe';
import { failure } from '../message';
import { checkOneOf, checkOptions } from '../options';
import { checkData, checkLoss, checkMetrics, checkModel, checkOptimizer } from './checks';
import type { Checkpoint } from './checkpoint';
import { checkUnclaimed } from './claim';
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

/** Every option, with an example of its value where its type alone can be wrong. */
const known: Record<keyof FitOptions, unknown> = {
  train: undefined,
  validation: undefined,
  loss: undefined,
  optimizer: undefined,
  epochs: 10,
  schedule: undefined,
  schedulePer: 'epoch',
  metrics: undefined,
  earlyStopping: undefined,
  clip: undefined,
  onEpoch: undefined,
  onStep: undefined,
  observer: undefined,
  signal: undefined,
  checkpoint: undefined,
  resume: undefined,
  yield: undefined,
  seconds: true
};

const stopping: Record<keyof EarlyStopping, unknown> = {
  patience: 10,
  minDelta: 0,
  restoreBest: true,
  monitor: 'loss',
  mode: 'min'
};

/**
 * @param further the options of a caller that has more, each with an example
 * @throws TypeError or RangeError that says which option of `fit` is invalid, and why; Error if another run is
 * training the model
 */
export function checkFitOptions(model: Module, options: FitOptions, further: object = {}): void {
  checkModel('fit', model);
  checkOptions('fit', options, { ...known, ...further });
  const { train, validation, loss, optimizer, epochs, schedule = [], schedulePer = 'epoch' } = options;
  checkData('fit: train', train);
  if (validation !== undefined) {
    checkData('fit: validation', validation);
  }
  checkLoss('fit', loss);
  checkOptimizer('fit', optimizer, model);
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw failure(
      RangeError,
      '%1: %2 is %3, expected a whole number of at least 1. Write %4.',
      'fit',
      'epochs',
      descriptionOf(epochs),
      '{ epochs: 100 }'
    );
  }
  checkOneOf('fit', 'schedulePer', schedulePer, ['epoch', 'step']);
  checkMetrics('fit', options.metrics);
  if (options.earlyStopping !== undefined) {
    checkOptions('fit: earlyStopping', options.earlyStopping, stopping);
  }
  if (options.clip !== undefined) {
    checkOptions('fit: clip', options.clip, { norm: 1, value: 1 });
  }
  const schedules = Array.isArray(schedule) ? schedule : [schedule];
  const other = schedules.find(each => !(each?.optimizer instanceof Optimizer));
  if (other !== undefined) {
    throw failure(
      TypeError,
      '%1: schedule is %2, expected one, such as new StepLR(optimizer, { stepSize: 10 }).',
      'fit',
      descriptionOf(other)
    );
  }
  if (schedules.some(each => each.optimizer !== optimizer)) {
    throw failure(
      RangeError,
      "fit: the schedule belongs to another optimizer, so it would change nothing: make it with this run's optimizer."
    );
  }
  checkUnclaimed('fit', model, optimizer);
}
