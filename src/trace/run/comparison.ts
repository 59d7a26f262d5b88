import { decodeNumber, encodeReport } from '../encoding';
import type { Comparison, HistoryReport } from '../payload';
import type { Num } from '../trace';
import { boundedHistory } from './epochs';
import type { History } from '../../engine';
import type { RunRecord } from './runRecord';

/** Epochs kept of each run in a comparison. */
const EPOCHS = 400;
/** Runs in a comparison. */
export const RUNS = 12;

/** Reduces named runs to what a comparison shows: the epochs, and what the runs were trained with. */
export function comparisonOf(histories: [string, History & { record?: RunRecord }][]): Comparison {
  return {
    kind: 'comparison',
    version: 1,
    runs: histories.map(([name, history]) => {
      const { record, ...rest } = history;
      const run = encodeReport(boundedHistory(rest, EPOCHS)) as HistoryReport;
      if (!record) {
        return { name, history: run };
      }
      const { train: _train, validation: _validation, trouble, ...small } = record;
      const { pass: _pass, ...where } = trouble ?? {};
      return {
        name,
        history: {
          ...run,
          record: {
            ...small,
            moments: [],
            snapshots: 'none',
            states: false,
            ...(trouble && { trouble: where as RunRecord['trouble'] })
          }
        }
      };
    })
  };
}

/** Writes a comparison as a table in plain text. */
export function comparisonText({ runs }: Comparison): string {
  const rows = runs.map(({ name, history: { epochs, epochCount, best } }) => [
    name,
    String(epochCount ?? epochs.length),
    short(epochs[epochs.length - 1]?.loss),
    best ? `${short(best.value)} (${best.monitor}, epoch ${best.epoch})` : ''
  ]);
  const table = [['run', 'epochs', 'loss', 'best'], ...rows];
  const widths = [0, 1, 2, 3].map(k => Math.max(...table.map(row => row[k].length)));
  return table
    .map(row =>
      row
        .map((cell, k) => cell.padEnd(widths[k]))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}

const short = (x: Num | undefined): string =>
  x === undefined ? '' : String(Number(decodeNumber(x).toPrecision(4)));
