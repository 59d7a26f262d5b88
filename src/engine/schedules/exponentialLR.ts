import { Optimizer, checkOption } from '../optimizers/optimizer';
import { readOptions } from '../options';
import { LRScheduler } from './lrScheduler';

/**
 * Multiplies the learning rate by γ every epoch: η ← γ η.
 * Source: torch.optim.lr_scheduler.ExponentialLR.
 */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  /**
   * @param options.gamma γ, usually slightly below 1
   * @throws RangeError if gamma is not a number ≥ 0
   */
  constructor(optimizer: Optimizer, options: { gamma: number }) {
    super(optimizer);
    this.gamma = readOptions('ExponentialLR', options, { gamma: NaN }).gamma;
    checkOption('ExponentialLR', 'gamma', this.gamma);
  }

  protected override next(lr: number): number {
    return lr * this.gamma;
  }
}
