import { macrotask } from '../globals';
import type { Module } from '../module';
import { claim } from './claim';
import type { FitOptions } from './fitOptions';
import type { History } from './history';
import { Pause, TrainingRun } from './run';

/** How long a run may block the event loop, in ms: short enough for a smooth progress bar. */
const BUDGET = 10;

/**
 * Trains a model. Every epoch iterates over the training samples batch by batch (zeroGrad, forward, loss,
 * backward, clip, step), then computes validation loss and metrics. Yields to the event loop every few
 * milliseconds, so that progress is displayed and the run can be stopped. Restores the model's mode.
 * @returns the history of all finished epochs, also if the run was stopped
 * @throws (rejects with) TypeError or RangeError for invalid options, Error if another run is training the model, and
 * the errors of layers and losses
 */
export async function fit(model: Module, options: FitOptions): Promise<History> {
  const run = new TrainingRun(model, options);
  const was = model.training;
  const release = claim(model, options.optimizer);
  try {
    if (options.resume) {
      run.restore(options.resume);
    }
    const pause = pausing(options.yield ?? macrotask);
    while (run.history.epochs.length < options.epochs && !run.history.stopped) {
      await run.epoch(pause);
    }
  } finally {
    model.train(was);
    release();
  }
  return run.finish();
}

/** A pause that takes place only if the last one was more than `BUDGET` ago. */
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
