/** The trace: what a pass leaves behind. */
export { formatAddress, parseAddress } from './address';
export type { Address } from './address';
export { encodeBase64 } from './base64';
export { decodeNumber, decodeTensor, encodeNumber, encodeReport, encodeTensor } from './encoding';
export {
  editedGroups,
  editedOptions,
  groupName,
  groupParts,
  groupsOf,
  optionKey,
  parseOption
} from './groups';
export type { Group } from './groups';
export { historyText, listedEpochs } from './historyText';
export { limits } from './limits';
export { lossAfter } from './lossAfter';
export { TraceReader } from './reader';
export { modelId, record, snapshotModel } from './record';
export type { RecordOptions } from './record';
export { isRandom, replayLayer, replayLoss, replayModel } from './replay';
export { hasRows, positionsOf, rowShape, widthOf } from './rows';
export { MIME_TYPE } from './mime';
export { rerun } from './rerun';
export type { Edits } from './rerun';
export { boundedHistory } from './run/epochs';
export { countsOf } from './run/histogram';
export { comparisonText } from './run/comparison';
export { RunRecorder } from './run/recorder';
export { RunReader } from './run/reader';
export type {
  DataSample,
  Histogram,
  LayerMoment,
  Moment,
  Progress,
  RunRecord,
  StepLosses,
  Trouble
} from './run/types';
export type {
  CheckReport,
  Comparison,
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
