import type { History } from '../engine';
import { describe } from '../engine/tensor';
import { RUNS, comparisonOf } from '../trace/run/comparison';
import type { Comparison, RunRecord } from '../trace';

type Run = History & { record?: RunRecord };

/**
 * Compares several runs: `show(compare(a, b))`, or with your own names
 * `show(compare({ 'lr 0.1': a, 'lr 0.01': b }))`. Unnamed runs are named after their differences: optimiser,
 * learning rate, batch size.
 * @param runs 2 to 12 histories that `fit` returned
 * @returns plain data that `show` draws in one chart
 * @throws TypeError for a value that is not a history, RangeError for too few or too many
 */
export function compare(...runs: Run[] | [Record<string, Run>]): Comparison {
  const named = runs.length === 1 && !isRun(runs[0]) && typeof runs[0] === 'object' && runs[0] !== null;
  const entries: [string | null, Run][] = named
    ? Object.entries(runs[0] as Record<string, Run>)
    : (runs as Run[]).map(run => [null, run]);
  const bad = entries.find(([, run]) => !isRun(run));
  if (bad) {
    throw new TypeError(`compare expects histories, as fit returns them, got ${describe(bad[1])}.`);
  }
  if (entries.length < 2 || entries.length > RUNS) {
    throw new RangeError(`compare expects 2 to ${RUNS} histories, got ${entries.length}.`);
  }
  const names = distinct(entries.map(([, run]) => run));
  return comparisonOf(entries.map(([name, run], i) => [(name ?? names[i]).slice(0, 60), run]));
}

const isRun = (run: unknown): run is Run =>
  typeof run === 'object' &&
  run !== null &&
  (run as Run).kind === 'history' &&
  Array.isArray((run as Run).epochs);

/** Names runs after the options in which they differ. */
function distinct(runs: Run[]): string[] {
  const parts = runs.map(({ record }): Record<string, string> => {
    if (!record) {
      return {};
    }
    const { type, ...options } = record.optimizer;
    const { loss, batchSize } = record;
    const own = Object.entries(options).map(([key, value]) => [key, `${key} ${String(value)}`] as const);
    return { type, ...Object.fromEntries(own), batch: `batch ${batchSize}`, loss: loss.type };
  });
  const keys = [...new Set(parts.flatMap(Object.keys))].filter(
    key => new Set(parts.map(part => part[key])).size > 1
  );
  const names = parts.map(part =>
    keys
      .map(key => part[key])
      .filter(Boolean)
      .join(' · ')
  );
  return names.map((name, i) =>
    name === '' || names.indexOf(name) !== i || names.lastIndexOf(name) !== i
      ? [name, `run ${i + 1}`].filter(Boolean).join(' · ')
      : name
  );
}
