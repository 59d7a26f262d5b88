import type { Module } from '../engine';
import { checkFitOptions } from '../engine/training/fitOptions';
import type { FitOptions, RecordedHistory } from './fitOptions';
import { onInterrupt } from './interrupt';
import { ShownRun } from './shownRun';
import { turn } from './turn';

/**
 * Trains a model: every epoch goes through the training samples batch by batch (zeroGrad, forward, loss,
 * backward, clip, step), then measures validation loss and metrics. In a notebook, the cell's output draws the run
 * while it goes on; elsewhere, and if `lines` is given, it prints a line now and then. Interrupting the kernel (■) ends
 * the run after the current step: the cell continues with the history so far, and the cells that wait, as in "Run All",
 * are not run. In a cell with several runs, a second interrupt ends the cell.
 *
 * `const history = await fit(model, { train: loader, validation, loss, optimizer, epochs: 100 });`
 * @returns the history, also of a stopped run, with a record of the run; `show` draws it
 * @throws (rejects with) TypeError or RangeError for invalid options, the errors of layers and losses, and Error if
 * another run is training the model
 */
export async function fit(model: Module, options: FitOptions): Promise<RecordedHistory> {
  // onInterrupt must be called after an await.
  await turn();
  checkFitOptions(model, options, { display: true, lines: 10 });
  const run = new ShownRun(model, options);
  const release = onInterrupt(again => run.interrupt(again));
  try {
    return await run.train();
  } finally {
    release();
  }
}
