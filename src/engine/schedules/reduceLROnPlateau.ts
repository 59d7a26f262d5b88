import { Optimizer, checkOption } from '../optimizers/optimizer';
import { checkOneOf, readOptions } from '../options';
import { Scheduler, SchedulerState, checkCount } from './lrScheduler';

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions {
  /** Whether a smaller ('min', the default) or a larger metric ('max') is better. */
  mode?: 'min' | 'max';
  /** The factor by which the learning rate is multiplied; 0.1 by default. */
  factor?: number;
  /** Epochs without improvement that are tolerated; 10 by default. */
  patience?: number;
  /** The smallest change that counts as an improvement; 1e-4 by default. */
  threshold?: number;
  /** Whether the threshold is relative to the best metric ('rel', the default) or absolute ('abs'). */
  thresholdMode?: 'rel' | 'abs';
  /** Epochs after a reduction that don't count as epochs without improvement; 0 by default. */
  cooldown?: number;
  /** Lower limit of the learning rate; 0 by default. */
  minLr?: number;
  /** The smallest reduction that is applied; 1e-8 by default. */
  eps?: number;
}

/**
 * Multiplies the learning rate by `factor` when a metric has stopped improving.
 * Source: torch.optim.lr_scheduler.ReduceLROnPlateau.
 */
export class ReduceLROnPlateau implements Scheduler {
  /** The options, with defaults filled in. */
  readonly options: Required<ReduceLROnPlateauOptions>;
  /** The number of calls of `step`. */
  lastEpoch = 0;
  private best: number;
  private badEpochs = 0;
  private cooling = 0;

  /**
   * @param optimizer the optimiser; the learning rates of all its groups change
   * @throws RangeError for an option that is out of range
   */
  constructor(
    readonly optimizer: Optimizer,
    options: ReduceLROnPlateauOptions = {}
  ) {
    this.options = readOptions('ReduceLROnPlateau', options, {
      mode: 'min',
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: 'rel',
      cooldown: 0,
      minLr: 0,
      eps: 1e-8
    });
    checkOneOf('ReduceLROnPlateau', 'mode', this.options.mode, ['min', 'max']);
    checkOneOf('ReduceLROnPlateau', 'thresholdMode', this.options.thresholdMode, ['rel', 'abs']);
    checkOption('ReduceLROnPlateau', 'factor', this.options.factor, 1);
    checkCount('ReduceLROnPlateau', 'patience', this.options.patience, 0);
    checkCount('ReduceLROnPlateau', 'cooldown', this.options.cooldown, 0);
    checkOption('ReduceLROnPlateau', 'threshold', this.options.threshold);
    checkOption('ReduceLROnPlateau', 'minLr', this.options.minLr);
    this.best = this.options.mode === 'min' ? Infinity : -Infinity;
  }

  /**
   * @param metric this epoch's value of the monitored metric, such as the validation loss
   * @throws TypeError without a metric
   */
  step(metric?: number): void {
    if (typeof metric !== 'number') {
      throw new TypeError('ReduceLROnPlateau.step expects a metric, such as the validation loss.');
    }
    const { patience, cooldown } = this.options;
    this.lastEpoch++;
    if (this.isBetter(metric)) {
      this.best = metric;
      this.badEpochs = 0;
    } else {
      this.badEpochs++;
    }
    if (this.cooling > 0) {
      this.cooling--;
      this.badEpochs = 0;
    }
    if (this.badEpochs > patience) {
      this.reduce();
      this.cooling = cooldown;
      this.badEpochs = 0;
    }
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  stateDict(): SchedulerState {
    const { lastEpoch, best, badEpochs, cooling } = this;
    // Before the first epoch `best` is infinite, which JSON can't represent.
    return { lastEpoch, badEpochs, cooling, ...(Number.isFinite(best) && { best }) };
  }

  loadStateDict(state: SchedulerState): void {
    this.lastEpoch = state.lastEpoch;
    this.badEpochs = state.badEpochs;
    this.cooling = state.cooling;
    this.best = state.best ?? (this.options.mode === 'min' ? Infinity : -Infinity);
  }

  private isBetter(metric: number): boolean {
    const { mode, threshold, thresholdMode } = this.options;
    const sign = mode === 'min' ? -1 : 1;
    return thresholdMode === 'rel'
      ? sign * metric > sign * this.best * (1 + sign * threshold)
      : sign * metric > sign * this.best + threshold;
  }

  private reduce(): void {
    const { factor, minLr, eps } = this.options;
    for (const group of this.optimizer.paramGroups) {
      const lr = Math.max(group.lr * factor, minLr);
      if (group.lr - lr > eps) {
        group.lr = lr;
      }
    }
  }
}
