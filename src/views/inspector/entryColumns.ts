import { decodeTensor } from '../../trace';
import { Columns, columnsOf } from './columns';
import type { InspectorEntry } from './entries';
import { Weights, weightsAfter, weightsOf } from './weights';

/**
 * The table of a cell: before and after, and the gradient if a step was recorded.
 * @param compared the cell whose weights serve as `before`; null for none
 * @param iteration one iteration of a trace; null for all together, with the gradient of the last
 * @returns null if the cell's weights are unknown
 */
export function entryColumns(
  { before, after, payload }: InspectorEntry,
  compared: InspectorEntry | null,
  iteration: number | null
): Columns | null {
  if (!after) {
    return null;
  }
  if (compared) {
    return columnsOf(compared.after, after, null);
  }
  if (payload.kind !== 'trace') {
    return columnsOf(before, after, null);
  }
  const all = payload.iterations;
  const shown = all[iteration ?? all.length - 1];
  const grads = shown.backward.flatMap(({ params }) => params);
  const grad: Weights = new Map(grads.map(each => [each.name, decodeTensor(each.grad)]));
  return columnsOf(weightsOf(all[iteration ?? 0].params), weightsAfter(shown), grad);
}
