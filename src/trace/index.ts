/** The trace: everything recorded of a pass, and of a training run. */
export { formatAddress, parseAddress } from './address';
export type { Address } from './address';
export { encodeBase64 } from './base64';
export { decodeNumber, decodeTensor, encodeNumber, encodeReport, encodeTensor } from './encoding';
export { editedGroups, editedOptions, optionKey, parseOption } from './edits';
export type { Edits } from './edits';
export { groupName, groupParts, groupsOf } from './parameterGroups';
export type { ParameterGroup } from './parameterGroups';
export { historyText, listedEpochs } from './historyText';
export { limits } from './limits';
export { lossAfter } from './lossAfter';
export { TraceReader } from './traceReader';
export { record } from './record';
export { modelId, snapshotModel } from './snapshot';
export type { RecordOptions } from './record';
export { isRandom, replayLayer, replayLoss, replayModel } from './replay';
export { firstWithoutRows, numbersPerRow, positionsOf, rowShape } from './rowShape';
export { MIME_TYPE } from './mime';
export { rerun } from './rerun';
export { boundedHistory } from './run/epochs';
export { countsOf } from './run/histogram';
export { comparisonText } from './run/comparison';
export { plainText } from './run/plainText';
export { RunRecorder } from './run/runRecorder';
export { RunReader } from './run/runReader';
export { runRemarks } from './run/runRemarks';
export type {
  DataSample,
  Histogram,
  LayerMoment,
  Moment,
  Progress,
  RunRecord,
  StepLosses,
  Trouble
} from './run/runRecord';
export type { CheckReport, Comparison, HistoryReport, ModelSnapshot, Payload } from './payload';
export type {
  Iteration,
  LayerBackward,
  LayerForward,
  LayerSpec,
  NamedTensor,
  Num,
  ParameterUpdate,
  Spec,
  TensorData,
  Trace,
  ViewOptions
} from './trace';
export { readPayload } from './validate';
