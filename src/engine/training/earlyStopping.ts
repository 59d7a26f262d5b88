import type { Metric } from './evaluate';
import type { EpochRecord, History } from './history';

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
export class BestEpoch {
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
  update(record: EpochRecord): boolean {
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
