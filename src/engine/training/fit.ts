import type { Module } from '../module';
import type { Loss } from '../losses/loss';
import type { Optimizer } from '../optimizers/optimizer';
import type { Scheduler } from '../schedules';
import { macrotask } from '../globals';
import type { Checkpoint } from './checkpoint';
import type { Data, Metric } from './evaluate';
import type { EarlyStopping, EpochRecord, History } from './history';
import type { RunObserver } from './observer';
import { Pause, TrainingRun } from './run';

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

/** How long a run keeps the event loop to itself, ms: short enough for a progress bar to move smoothly. */
const BUDGET = 10;

/**
 * Trains a model: every epoch goes through the training samples batch by batch (zeroGrad, forward, loss,
 * backward, clip, step), then measures validation loss and metrics. Gives way to the event loop every few
 * milliseconds, so that progress shows and a stop is obeyed. The model is left in the mode it was in.
 * @returns what each epoch came to, also when it was stopped
 * @throws (rejects with) TypeError or RangeError for options that can't be, and what layers and losses throw
 */
export async function fit(model: Module, options: FitOptions): Promise<History> {
  const run = new TrainingRun(model, options);
  const was = model.training;
  if (options.resume) {
    run.restore(options.resume);
  }
  const pause = pausing(options.yield ?? macrotask);
  try {
    while (run.history.epochs.length < options.epochs && !run.history.stopped) {
      await run.epoch(pause);
    }
  } finally {
    model.train(was);
  }
  return run.finish();
}

/** A pause when the last one is long enough ago. */
function pausing(give: () => Promise<void>): Pause {
  let last = Date.now();
  return () => {
    if (Date.now() - last < BUDGET) {
      return undefined;
    }
    return give().then(() => {
      last = Date.now();
    });
  };
}
