import { Optimizer } from '../optimizers/optimizer';
import { readOptions } from '../options';
import { LRScheduler, checkCount } from './lrScheduler';

/**
 * Warm-up: changes the learning rate linearly, from `startFactor` times its value to `endFactor` times its
 * value in `totalIters` epochs, and then leaves it there.
 * Source: torch.optim.lr_scheduler.LinearLR.
 */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  /**
   * @param options.startFactor the first factor, above 0 and at most 1; 1/3 by default
   * @param options.endFactor the last factor, 0 to 1; 1 by default
   * @param options.totalIters the number of epochs between them, at least 1; 5 by default
   * @throws RangeError for an option that is out of range
   */
  constructor(
    optimizer: Optimizer,
    options: { startFactor?: number; endFactor?: number; totalIters?: number } = {}
  ) {
    super(optimizer);
    const usual = { startFactor: 1 / 3, endFactor: 1, totalIters: 5 };
    const { startFactor, endFactor, totalIters } = readOptions('LinearLR', options, usual);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    if (!(this.startFactor > 0 && this.startFactor <= 1 && this.endFactor >= 0 && this.endFactor <= 1)) {
      throw new RangeError(
        `LinearLR: startFactor is ${this.startFactor} and endFactor ${this.endFactor}, expected numbers from 0 to 1, startFactor above 0.`
      );
    }
    checkCount('LinearLR', 'totalIters', this.totalIters);
    this.start();
  }

  override start(): void {
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
