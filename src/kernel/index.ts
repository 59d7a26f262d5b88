/** The exports of the package `stepgrad`, in a notebook and in Node. */
import { kernelHost } from './host';
import { showResult } from './result';

export * from '../engine';
export { MIME_TYPE, readPayload, record } from '../trace';
export type { Comparison, RecordOptions, RunRecord, Trace, ViewOptions } from '../trace';
export { compare } from './compare';
export { fit } from './fit';
export type { FitOptions, RecordedHistory } from './fitOptions';
export { loadSafetensors, saveSafetensors } from './files';
export { saveCSV, saveTensorBoard } from './saveRun';
export { show } from './show';
export { toCSV } from '../trace/run/export';

// In stepgrad's kernel, a result at the end of a cell is shown.
const host = kernelHost();
if (host) {
  host.showResult = showResult;
}
