import type { Metric } from './evaluate';
import type { EpochRecord, History } from './history';

/** Options of early stopping. */
export interface EarlyStopping {
  /** The number of consecutive epochs without improvement after which the run stops. */
  patience: number;
  /** An improvement must exceed this difference; 0 by default. */
  minDelta?: number;
  /** Whether the model gets the weights of its best epoch at the end; true by default. */
  restoreBest?: boolean;
  /** The monitored number: 'valLoss' (the default with validation), 'loss', or the name of a metric. */
  monitor?: string;
  /** Whether smaller is better ('min', the default for losses) or larger ('max', the default for metrics). */
  mode?: 'min' | 'max';
}

/** Tracks the best epoch of a run and the number of epochs since. */
export class BestEpoch {
  readonly monitor: string;
  readonly mode: 'min' | 'max';
  best: History['best'] = null;
  badEpochs = 0;

  /** @throws RangeError if the monitored number is not computed, or patience is not a whole number ≥ 1 */
  constructor(
    private readonly options: EarlyStopping | undefined,
    validation: boolean,
    metrics: Record<string, Metric>
  ) {
    this.monitor = options?.monitor ?? (validation ? 'valLoss' : 'loss');
    const known = ['loss', ...(validation ? ['valLoss'] : []), ...Object.keys(metrics)];
    if (!known.includes(this.monitor)) {
      throw new RangeError(
        `fit: earlyStopping.monitor is '${this.monitor}', expected one of ${known.join(', ')}.`
      );
    }
    if (options && !(Number.isInteger(options.patience) && options.patience >= 1)) {
      throw new RangeError(
        `fit: earlyStopping.patience is ${String(options.patience)}, expected a whole number of at least 1.`
      );
    }
    this.mode = options?.mode ?? (this.monitor in metrics ? 'max' : 'min');
  }

  /** The monitored number of an epoch. */
  value(record: EpochRecord): number {
    const { monitor } = this;
    return monitor === 'loss' || monitor === 'valLoss' ? record[monitor]! : record.metrics![monitor];
  }

  /** Adds an epoch. @returns whether it is the best so far */
  update(record: EpochRecord): boolean {
    const value = this.value(record);
    const sign = this.mode === 'min' ? -1 : 1;
    const gain = this.best ? sign * (value - this.best.value) : Infinity;
    // NaN never counts as an improvement.
    const better = !Number.isNaN(value) && gain > (this.best ? (this.options?.minDelta ?? 0) : 0);
    if (better) {
      this.best = { epoch: record.epoch, monitor: this.monitor, value };
      this.badEpochs = 0;
    } else {
      this.badEpochs++;
    }
    return better;
  }

  /** Whether the patience is used up. */
  get exhausted(): boolean {
    return this.options !== undefined && this.badEpochs >= this.options.patience;
  }
}
