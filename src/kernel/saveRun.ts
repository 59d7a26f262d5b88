import { History } from '../engine';
import { encodeUtf8 } from '../engine/globals';
import { toTensorBoard } from '../engine/files/tensorboard';
import { tensorBoardEvents, toCSV } from '../trace/run/export';
import type { RunRecord } from '../trace';
import { makeFolder, writeFile } from './files';

/**
 * Writes a run to a CSV file, in place of what is there: a line an epoch, every digit of its numbers.
 * @param path from the notebook's folder, or absolute
 * @param history what `fit` returned
 * @throws Error when the file can't be written
 */
export function saveCSV(path: string, history: History): void {
  writeFile('saveCSV', path, encodeUtf8(toCSV(history)));
}

/**
 * Writes a run for TensorBoard: `tensorboard --logdir runs` shows every run that is in a folder of its own in
 * `runs`. Losses, metrics and learning rate by epoch; by step the loss, and sizes and histograms of each layer's
 * weights, gradients and outputs.
 * @param folder of this run, `runs/adam` say; made where it is not there
 * @param history what `fit` returned
 * @param options.wallTime when it was, in seconds since 1970; now when left out
 * @throws Error when the file can't be written
 */
export function saveTensorBoard(
  folder: string,
  history: History & { record?: RunRecord },
  options: { wallTime?: number } = {}
): void {
  const { wallTime = Date.now() / 1000 } = options;
  const bytes = toTensorBoard(tensorBoardEvents(history), wallTime);
  makeFolder('saveTensorBoard', folder);
  // TensorBoard reads every file whose name has `tfevents` in it; ours is written over by the next run.
  writeFile('saveTensorBoard', `${folder}/events.out.tfevents.stepgrad`, bytes);
}
