/** A kernel for specs: what `fit` sends to the cell's output. Mock `src/kernel/tslab` with `tslab: () => kernel`. */
import { readPayload } from '../../src/trace';
import { MIME_TYPE } from '../../src/trace/mime';
import type { HistoryReport } from '../../src/trace';
import type { MimeBundle, Send } from '../../src/kernel/tslab';

/** The bundles sent since `cleared`. */
export const sent: MimeBundle[] = [];

/** A send function. Through JSON, as on the wire. */
const sender =
  (): Send =>
  ({ data }) =>
    void sent.push(JSON.parse(JSON.stringify(data)) as MimeBundle);

/** tslab's module, as far as it sends outputs. */
export const kernel = { lastWriteDisplayData: sender() };

/** Begins the execution of another cell: every execution has a send function of its own. */
export function newExecution(): void {
  kernel.lastWriteDisplayData = sender();
}

/** The last report, validated as the page validates it. */
export function lastReport(): HistoryReport {
  const read = readPayload(sent[sent.length - 1][MIME_TYPE]);
  if ('error' in read || read.payload.kind !== 'history') {
    throw new Error('error' in read ? read.error : read.payload.kind);
  }
  return read.payload;
}

/** The plain text of the last static version. */
export const lastText = (): string => String(sent[sent.length - 1]['text/plain']);
