import { macrotask } from '../globals';
import type { Module } from '../module';
import type { FitOptions } from './fitOptions';
import type { History } from './history';
import { Pause, TrainingRun } from './run';

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
