import type { Metric } from './evaluate';

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

/** When to stop before the last epoch. */
export interface EarlyStopping {
  /** Epochs in a row that may pass without getting better. */
  patience: number;
  /** How much better counts as better; 0 when left out. */
  minDelta?: number;
  /** Whether the model ends with the weights of its best epoch; true when left out. */
  restoreBest?: boolean;
  /** What to watch: 'valLoss' (when there is validation), 'loss', or the name of a metric. */
  monitor?: string;
  /** Whether less is better ('min', for losses) or more ('max', for metrics). */
  mode?: 'min' | 'max';
}

/** Watches a run: which epoch was the best, and how many were not since. */
export class Watch {
  readonly monitor: string;
  readonly mode: 'min' | 'max';
  best: History['best'] = null;
  badEpochs = 0;

  /** @throws RangeError when what is to be watched is not measured, or patience is no whole number ≥ 1 */
  constructor(
    private readonly options: EarlyStopping | undefined,
    validation: boolean,
    metrics: Record<string, Metric>
  ) {
    this.monitor = options?.monitor ?? (validation ? 'valLoss' : 'loss');
    const known = ['loss', ...(validation ? ['valLoss'] : []), ...Object.keys(metrics)];
    if (!known.includes(this.monitor)) {
      throw new RangeError(`fit: there is no '${this.monitor}' to watch, only ${known.join(', ')}.`);
    }
    if (options && !(Number.isInteger(options.patience) && options.patience >= 1)) {
      throw new RangeError(
        `fit: earlyStopping.patience is ${String(options.patience)}, expected a whole number of at least 1.`
      );
    }
    this.mode = options?.mode ?? (this.monitor in metrics ? 'max' : 'min');
  }

  /** What is watched, of an epoch. */
  value(record: EpochRecord): number {
    const { monitor } = this;
    return monitor === 'loss' || monitor === 'valLoss' ? record[monitor]! : record.metrics![monitor];
  }

  /** Takes an epoch in. @returns whether it is the best so far */
  see(record: EpochRecord): boolean {
    const value = this.value(record);
    const sign = this.mode === 'min' ? -1 : 1;
    const gain = this.best ? sign * (value - this.best.value) : Infinity;
    // NaN is never better.
    const better = !Number.isNaN(value) && gain > (this.best ? (this.options?.minDelta ?? 0) : 0);
    if (better) {
      this.best = { epoch: record.epoch, monitor: this.monitor, value };
      this.badEpochs = 0;
    } else {
      this.badEpochs++;
    }
    return better;
  }

  /** Whether patience has run out. */
  get exhausted(): boolean {
    return this.options !== undefined && this.badEpochs >= this.options.patience;
  }
}
