import { Optimizer, checkOption } from '../optimizers/optimizer';
import { Scheduler, SchedulerState, checkCount } from './lrScheduler';

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions {
  /** Whether the metric should get smaller ('min', when left out) or larger. */
  mode?: 'min' | 'max';
  /** What the learning rate is multiplied by; 0.1 when left out. */
  factor?: number;
  /** Epochs without getting better that are let pass; 10 when left out. */
  patience?: number;
  /** How much better counts as better; 1e-4 when left out. */
  threshold?: number;
  /** Whether the threshold is a share of the best ('rel', when left out) or a number by itself. */
  thresholdMode?: 'rel' | 'abs';
  /** Epochs after a reduction in which none is counted. */
  cooldown?: number;
  /** No rate goes below it. */
  minLr?: number;
  /** A reduction by less than this is left out; 1e-8 when left out. */
  eps?: number;
}

/**
 * Multiplies the learning rate by `factor` when a metric has stopped getting better.
 * Source: torch.optim.lr_scheduler.ReduceLROnPlateau.
 */
export class ReduceLROnPlateau implements Scheduler {
  /** Its options, filled in. */
  readonly options: Required<ReduceLROnPlateauOptions>;
  /** How often it was stepped. */
  lastEpoch = 0;
  private best: number;
  private badEpochs = 0;
  private cooling = 0;

  /**
   * @param optimizer whose learning rates it changes, those of every group
   * @throws RangeError for an option that is out of range
   */
  constructor(
    readonly optimizer: Optimizer,
    options: ReduceLROnPlateauOptions = {}
  ) {
    this.options = {
      mode: options.mode ?? 'min',
      factor: options.factor ?? 0.1,
      patience: options.patience ?? 10,
      threshold: options.threshold ?? 1e-4,
      thresholdMode: options.thresholdMode ?? 'rel',
      cooldown: options.cooldown ?? 0,
      minLr: options.minLr ?? 0,
      eps: options.eps ?? 1e-8
    };
    checkOption('ReduceLROnPlateau', 'factor', this.options.factor, 1);
    checkCount('ReduceLROnPlateau', 'patience', this.options.patience, 0);
    checkCount('ReduceLROnPlateau', 'cooldown', this.options.cooldown, 0);
    checkOption('ReduceLROnPlateau', 'threshold', this.options.threshold);
    checkOption('ReduceLROnPlateau', 'minLr', this.options.minLr);
    this.best = this.options.mode === 'min' ? Infinity : -Infinity;
  }

  /**
   * @param metric of this epoch, such as the validation loss
   * @throws TypeError without one
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
    // Before the first epoch the best is infinite, which JSON does not know.
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
