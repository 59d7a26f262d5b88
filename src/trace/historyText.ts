import { decodeNumber } from './encoding';
import type { HistoryReport } from './payload';
import type { Num } from './trace';

/** Epochs listed of a longer run: evenly spaced, plus the best and the last. */
const LISTED = 12;

/** Writes a training run as a table in plain text. */
export function historyText(history: HistoryReport): string {
  const { epochs, epochCount = epochs.length, best, stopped, progress } = history;
  const end = {
    early: ', stopped early',
    aborted: ', interrupted',
    diverged: ', stopped: the loss became NaN',
    failed: ', ended by an error'
  };
  const why = stopped
    ? end[stopped]
    : progress
      ? `, still going on when this was written: epoch ${progress.epoch} of ${progress.epochs}`
      : '';
  const head = `training, ${epochCount} ${epochCount === 1 ? 'epoch' : 'epochs'}${why}`;
  if (epochs.length === 0) {
    return head;
  }
  const some = listedEpochs({ epochs, best });
  const metrics = Object.keys(epochs[0].metrics ?? {});
  const validated = epochs[0].valLoss !== undefined;
  const names = ['epoch', 'loss', ...(validated ? ['valLoss'] : []), ...metrics, 'lr'];
  const rows = some.map(record => [
    String(record.epoch) + (record.epoch === best?.epoch ? '*' : ''),
    short(record.loss),
    ...(validated ? [short(record.valLoss)] : []),
    ...metrics.map(name => short(record.metrics?.[name])),
    short(record.lr)
  ]);
  const widths = names.map((name, k) => Math.max(name.length, ...rows.map(row => row[k].length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, k) => cell.padEnd(widths[k]))
      .join('  ')
      .trimEnd();
  const foot = best ? [`* best ${best.monitor}: ${short(best.value)}`] : [];
  return [head, line(names), ...rows.map(line), ...foot].join('\n');
}

/** The epochs to list: all of a short run; of a longer one some, among them the first, the best and the last. */
export function listedEpochs({
  epochs,
  best
}: Pick<HistoryReport, 'epochs' | 'best'>): HistoryReport['epochs'] {
  return epochs.filter(({ epoch }, i) => {
    const spaced = Math.floor((i * (LISTED - 1)) / epochs.length);
    const first = i === 0 || spaced > Math.floor(((i - 1) * (LISTED - 1)) / epochs.length);
    return first || epochs.length <= LISTED || i === epochs.length - 1 || epoch === best?.epoch;
  });
}

const short = (x: Num | undefined): string =>
  x === undefined ? '' : String(Number(decodeNumber(x).toPrecision(4)));
