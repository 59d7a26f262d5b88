/** The payloads under stepgrad's MIME type. */
import type { Progress, RunRecord } from './run/runRecord';
import type { LayerSpec, NamedTensor, Num, Trace } from './trace';

/** The weights of a model. */
export interface ModelSnapshot {
  kind: 'model';
  version: 1;
  modelId: string;
  model: LayerSpec[];
  params: NamedTensor[];
  /** What is kept with the weights but not learnt: a BatchNorm1d's running statistics; absent if there is nothing. */
  buffers?: NamedTensor[];
  /** How often weights were loaded into the model; absent if never. */
  loads?: number;
}

/** The result of `gradcheck`, encoded for JSON. */
export interface CheckReport {
  kind: 'check';
  version: 1;
  epsilon: Num;
  tolerance: Num;
  /** Absent in outputs of version 0.1, which knew only `passed`. */
  outcome?: 'right' | 'wrong' | 'unclear';
  passed: boolean;
  worst: Num;
  /** What is wrong, and why gradients can't be checked. */
  notes?: { message: string; form?: { message: string; args: string[] } }[];
  rows: {
    name: string;
    index: number[];
    analytic: Num;
    numeric: Num;
    error: Num;
    uncertainty?: Num;
    verdict?: 'right' | 'wrong' | 'unclear';
  }[];
}

/** The result of `fit`, encoded for JSON. */
export interface HistoryReport {
  kind: 'history';
  version: 1;
  modelId?: string;
  epochs: {
    /** From 1. */
    epoch: number;
    loss: Num;
    valLoss?: Num;
    metrics?: Record<string, Num>;
    lr: Num;
    seconds?: Num;
  }[];
  /** How many epochs the run had, if `epochs` is a selection: that of a long run keeps its extremes. */
  epochCount?: number;
  stopped?: 'early' | 'aborted' | 'diverged' | 'failed';
  /** The epoch, from 1, in which an error was thrown; only of a run that failed. */
  failedIn?: number;
  best: { epoch: number; monitor: string; value: Num } | null;
  /** The recorded run. */
  record?: RunRecord;
  /** The progress of the run at its last report; absent when it is over. */
  progress?: Progress;
}

/** Several runs side by side. */
export interface Comparison {
  kind: 'comparison';
  version: 1;
  /** The runs with their names. */
  runs: { name: string; history: HistoryReport }[];
}

/** Any payload under stepgrad's MIME type. */
export type Payload = Trace | ModelSnapshot | CheckReport | HistoryReport | Comparison;
