/** What `import … from 'stepgrad'` gives in a notebook and in Node. */
export * from '../engine';
export { MIME_TYPE, readPayload, record } from '../trace';
export type { RecordOptions, Trace } from '../trace';
export { fit } from './fit';
export type { FitOptions } from './fit';
export { loadSafetensors, saveSafetensors } from './files';
export { show } from './show';
export type { ShowOptions } from './show';
