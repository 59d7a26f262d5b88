/** One epoch of a training run. */
export interface EpochRecord {
  /** The epoch, from 1. */
  epoch: number;
  /** The training loss, computed during the epoch: the mean over the samples, or the sum if the loss sums. */
  loss: number;
  /** The validation loss after the epoch. */
  valLoss?: number;
  /** The metrics after the epoch, on the validation samples, or on the training samples without validation. */
  metrics?: Record<string, number>;
  /** The learning rate of the first group during the epoch. */
  lr: number;
  /** The epoch's duration in seconds, if `fit` was called with `seconds`. */
  seconds?: number;
}

/** The result of `fit`; `show` draws it. */
export interface History {
  kind: 'history';
  version: 1;
  /** The model's id, `m1`, `m2`, …, as in a trace. */
  modelId?: string;
  /** All finished epochs. */
  epochs: EpochRecord[];
  /**
   * Why the run ended before its last epoch. 'early': no improvement; 'aborted': stopped by `signal`;
   * 'diverged': the loss became NaN, from which weights can't recover; 'failed': a step threw an error.
   */
  stopped?: 'early' | 'aborted' | 'diverged' | 'failed';
  /** The epoch, from 1, in which an error was thrown; only of a run that failed. */
  failedIn?: number;
  /** The best epoch by the monitored number: `valLoss`, `loss` or a metric; null before the first epoch. */
  best: { epoch: number; monitor: string; value: number } | null;
}
