import { History } from '../engine';
import { encodeUtf8 } from '../engine/globals';
import { readOptions } from '../engine/options';
import { toTensorBoard } from '../engine/files/tensorboard';
import { tensorBoardEvents, toCSV } from '../trace/run/export';
import type { RunRecord } from '../trace';
import { makeFolder, writeFile } from './files';

/**
 * Writes a run to a CSV file, replacing an existing one once the new one is complete: one line per epoch, numbers with every digit.
 * @param path relative to the notebook's folder, or absolute
 * @param history a history that `fit` returned
 * @throws Error if the file can't be written
 */
export function saveCSV(path: string, history: History): void {
  writeFile('saveCSV', path, encodeUtf8(toCSV(history)));
}

/**
 * Writes a run for TensorBoard: `tensorboard --logdir runs` shows all runs that have a folder in `runs`. The file has
 * losses, metrics and learning rate by epoch; by step the loss, and norms and histograms of each layer's weights,
 * gradients and outputs.
 * @param folder the folder of this run, such as `runs/adam`; created if missing
 * @param history a history that `fit` returned
 * @param options.wallTime the time of the run in seconds since 1970; default now
 * @throws Error if the file can't be written
 */
export function saveTensorBoard(
  folder: string,
  history: History & { record?: RunRecord },
  options: { wallTime?: number } = {}
): void {
  const { wallTime } = readOptions('saveTensorBoard', options, { wallTime: Date.now() / 1000 });
  const bytes = toTensorBoard(tensorBoardEvents(history), wallTime);
  makeFolder('saveTensorBoard', folder);
  // TensorBoard reads every file with `tfevents` in its name. The next run overwrites this one.
  writeFile('saveTensorBoard', `${folder}/events.out.tfevents.stepgrad`, bytes);
}
