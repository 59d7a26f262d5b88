import type { IOutputModel } from '@jupyterlab/rendermime';
import type { INotebookModel } from '@jupyterlab/notebook';
import { Payload, readPayload } from '../../trace';
import type { Seen } from '../../views/inspector/entries';
import { MIME_TYPE } from '../../trace/mime';
import { runPlaces } from '../../views/inspector/runOrder';
import { isCode } from '../notebooks';
import type { ExecutionOrder } from './executionOrder';

/** What was read of an output; null for one that says nothing of weights. Reading a large one takes a while. */
const known = new WeakMap<IOutputModel, Payload | null>();

/** An output has other data now. */
export const forget = (output: IOutputModel): void => void known.delete(output);

/** The outputs of a notebook that say something of a model's weights, in the order of their cells. */
export function seenIn(notebook: INotebookModel, runs: ExecutionOrder): Seen[] {
  // What was cleared or never run says nothing of when the others were run.
  const cells = [...notebook.cells]
    .filter(isCode)
    .filter(({ executionCount, outputs }) => executionCount !== null || outputs.length > 0);
  const places = runPlaces(
    cells.map(({ id, executionCount }) => ({ count: executionCount, run: runs.of(notebook, id) }))
  );
  return cells.flatMap((cell, order) => {
    const seen: Seen[] = [];
    // Counted as everywhere: those that stepgrad draws, also a check, which has no weights.
    let at = -1;
    for (let i = 0; i < cell.outputs.length; i++) {
      const payload = payloadOf(cell.outputs.get(i));
      if (payload === undefined) {
        continue;
      }
      at++;
      if (payload?.kind === 'trace' || payload?.kind === 'model' || payload?.kind === 'history') {
        const { id, executionCount: count } = cell;
        seen.push({ id: entryId(id, at), cell: id, count, ...places[order], payload });
      }
    }
    return seen;
  });
}

/** An entry's id: its cell, and which of the cell's outputs that stepgrad draws it is. */
export const entryId = (cell: string, output: number): string => `${cell}/${output}`;

/** Undefined for an output that is not stepgrad's, null for one that can't be read. */
function payloadOf(output: IOutputModel): Payload | null | undefined {
  const found = known.get(output);
  if (found !== undefined) {
    return found;
  }
  const data: unknown = output.data[MIME_TYPE];
  if (data === undefined) {
    return undefined;
  }
  const read = readPayload(data);
  const payload = 'payload' in read ? read.payload : null;
  known.set(output, payload);
  return payload;
}
