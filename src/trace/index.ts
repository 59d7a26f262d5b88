/** The trace: what a pass leaves behind. */
export { formatAddress, parseAddress } from './address';
export type { Address } from './address';
export { encodeBase64 } from './base64';
export { decodeNumber, decodeTensor, encodeNumber, encodeReport, encodeTensor } from './encoding';
export { historyText, listedEpochs } from './historyText';
export { limits } from './limits';
export { TraceReader } from './reader';
export { modelId, record, snapshotModel } from './record';
export type { RecordOptions } from './record';
export { isRandom, replayLayer, replayLoss, replayModel } from './replay';
export { MIME_TYPE } from './mime';
export { rerun } from './rerun';
export type { Edits } from './rerun';
export type {
  CheckReport,
  HistoryReport,
  Iteration,
  LayerBackward,
  LayerForward,
  LayerSpec,
  ModelSnapshot,
  NamedTensor,
  Num,
  ParameterUpdate,
  Payload,
  Spec,
  TensorData,
  Trace,
  ViewOptions
} from './types';
export { readPayload } from './validate';
