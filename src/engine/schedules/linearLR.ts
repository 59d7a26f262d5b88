import { Optimizer } from '../optimizers/optimizer';
import { LRScheduler, checkCount } from './lrScheduler';

/**
 * Warm-up: the learning rate goes in a straight line from `startFactor` times itself to `endFactor` times
 * itself, in `totalIters` epochs, and stays there.
 * Source: torch.optim.lr_scheduler.LinearLR.
 */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  /**
   * @param options.startFactor 1/3 when left out
   * @param options.endFactor 1 when left out
   * @param options.totalIters 5 when left out
   * @throws RangeError for a factor outside 0 … 1 (the first may not be 0), or totalIters below 1
   */
  constructor(
    optimizer: Optimizer,
    options: { startFactor?: number; endFactor?: number; totalIters?: number } = {}
  ) {
    super(optimizer);
    this.startFactor = options.startFactor ?? 1 / 3;
    this.endFactor = options.endFactor ?? 1;
    this.totalIters = options.totalIters ?? 5;
    if (!(this.startFactor > 0 && this.startFactor <= 1 && this.endFactor >= 0 && this.endFactor <= 1)) {
      throw new RangeError(
        `LinearLR: startFactor is ${this.startFactor} and endFactor ${this.endFactor}, expected numbers from 0 to 1, the first above 0.`
      );
    }
    checkCount('LinearLR', 'totalIters', this.totalIters);
    this.apply();
  }

  protected override next(lr: number): number {
    const { startFactor, endFactor, totalIters, lastEpoch: t } = this;
    const factor = (epoch: number): number => startFactor + ((endFactor - startFactor) * epoch) / totalIters;
    if (t === 0) {
      return lr * startFactor;
    }
    return t > totalIters ? lr : (lr * factor(t)) / factor(t - 1);
  }
}
