import { Optimizer, checkOption } from '../optimizers/optimizer';
import { LRScheduler } from './lrScheduler';

/**
 * Multiplies the learning rate by γ every epoch: η ← γ η.
 * Source: torch.optim.lr_scheduler.ExponentialLR.
 */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  /**
   * @param options.gamma γ, usually a little below 1
   * @throws RangeError when it is no number of at least 0
   */
  constructor(optimizer: Optimizer, options: { gamma: number }) {
    super(optimizer);
    this.gamma = options?.gamma;
    checkOption('ExponentialLR', 'gamma', this.gamma);
  }

  protected override next(lr: number): number {
    return lr * this.gamma;
  }
}
