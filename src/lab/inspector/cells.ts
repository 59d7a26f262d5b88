import type { IOutputModel } from '@jupyterlab/rendermime';
import type { INotebookModel } from '@jupyterlab/notebook';
import { Payload, readPayload } from '../../trace';
import type { Seen } from '../../views/inspector/entries';
import { MIME_TYPE } from '../../trace/mime';
import { runPlaces } from '../../views/inspector/runOrder';
import { isCode } from '../notebooks';
import type { ExecutionOrder } from './executionOrder';

/** The validated payloads of outputs; null if damaged. A cache, since validating a large output is slow. */
const known = new WeakMap<IOutputModel, Payload | null>();

/** Drops an output from the cache after its data changed. */
export const forget = (output: IOutputModel): void => void known.delete(output);

/** The outputs of a notebook that contain weights, in the order of their cells. */
export function seenIn(notebook: INotebookModel, executions: ExecutionOrder): Seen[] {
  // Cells that were cleared or never run say nothing about the order of the others.
  const cells = [...notebook.cells]
    .filter(isCode)
    .filter(({ executionCount, outputs }) => executionCount !== null || outputs.length > 0);
  const places = runPlaces(
    cells.map(({ id, executionCount }) => ({ count: executionCount, run: executions.of(notebook, id) }))
  );
  return cells.flatMap((cell, order) => {
    const seen: Seen[] = [];
    // The index counts all stepgrad outputs, also checks, which have no weights.
    let at = -1;
    for (let i = 0; i < cell.outputs.length; i++) {
      const payload = payloadOf(cell.outputs.get(i));
      if (payload === undefined) {
        continue;
      }
      at++;
      if (payload?.kind === 'trace' || payload?.kind === 'model' || payload?.kind === 'history') {
        const { id, executionCount: count } = cell;
        const isRunning = cell.executionState === 'running';
        seen.push({ id: entryId(id, at), cell: id, count, ...places[order], isRunning, payload });
      }
    }
    return seen;
  });
}

/** The id of an inspector entry: its cell, and its index among the cell's stepgrad outputs. */
export const entryId = (cell: string, output: number): string => `${cell}/${output}`;

/** The payload of an output: undefined if it is not stepgrad's, null if it is damaged. */
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
