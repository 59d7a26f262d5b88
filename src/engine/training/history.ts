/** One epoch of a training run. */
export interface EpochRecord {
  /** From 1. */
  epoch: number;
  /** Over the epoch's batches, as they were met: the mean over the samples, or for a loss that sums, the sum. */
  loss: number;
  /** Over the validation samples, after the epoch. */
  valLoss?: number;
  /** Over the validation samples, or without any over the training samples, after the epoch. */
  metrics?: Record<string, number>;
  /** The learning rate that the epoch was trained with, of the first group. */
  lr: number;
  /** How long it took, where that was asked for. */
  seconds?: number;
}

/** What `fit` found; `show` draws it. */
export interface History {
  kind: 'history';
  version: 1;
  /** `m1`, `m2`, … as in a trace. */
  modelId?: string;
  /** Every epoch that was finished. */
  epochs: EpochRecord[];
  /**
   * Why it ended before its last epoch: 'early', it had stopped getting better; 'aborted', it was told to stop;
   * 'diverged', the loss had become NaN, from which no weight recovers; 'failed', a step threw an error.
   */
  stopped?: 'early' | 'aborted' | 'diverged' | 'failed';
  /** The best epoch, by what was watched: `valLoss`, `loss` or a metric; null before the first. */
  best: { epoch: number; monitor: string; value: number } | null;
}
