/** Everything that goes under the MIME type. */
import type { Progress, RunRecord } from './run/runRecord';
import type { LayerSpec, NamedTensor, Num, Trace } from './trace';

/** A model's weights, as they are. */
export interface ModelSnapshot {
  kind: 'model';
  version: 1;
  modelId: string;
  model: LayerSpec[];
  params: NamedTensor[];
  /** How often weights were loaded into it; left out where never. */
  loads?: number;
}

/** What `gradcheck` found, as JSON can hold it. */
export interface CheckReport {
  kind: 'check';
  version: 1;
  epsilon: Num;
  tolerance: Num;
  passed: boolean;
  worst: Num;
  /** What is known of those that differ: a kink, an ε too small or too large, or a wrong `backward`. */
  notes?: { message: string; form?: { message: string; args: string[] } }[];
  rows: { name: string; index: number[]; analytic: Num; numeric: Num; error: Num }[];
}

/** What `fit` found, as JSON can hold it. */
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
  /** How many there were, where not all are listed: a long run's keep their extremes. */
  epochCount?: number;
  stopped?: 'early' | 'aborted' | 'diverged' | 'failed';
  best: { epoch: number; monitor: string; value: Num } | null;
  /** The run itself, to be looked at again. */
  record?: RunRecord;
  /** How far it is; absent when it is over. */
  progress?: Progress;
}

/** Several runs, to be compared. */
export interface Comparison {
  kind: 'comparison';
  version: 1;
  /** Each with its name. */
  runs: { name: string; history: HistoryReport }[];
}

/** Everything that goes under the MIME type. */
export type Payload = Trace | ModelSnapshot | CheckReport | HistoryReport | Comparison;
