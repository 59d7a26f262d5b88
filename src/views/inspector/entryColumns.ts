import { decodeTensor } from '../../trace';
import { Columns, columnsOf } from './columns';
import type { InspectorEntry } from './entries';
import { Weights, weightsAfter, weightsOf } from './weights';

/**
 * The numbers of a cell: before and after, and the gradient where a step was recorded.
 * @param compared another cell, whose weights then are `before`; null for none
 * @param iteration of a trace, the one that is looked at alone; null for all together: the gradient is the last's
 * @returns null where its weights are not known
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
