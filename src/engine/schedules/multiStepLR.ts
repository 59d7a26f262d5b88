import { Optimizer, checkOption } from '../optimizers/optimizer';
import { failure } from '../message';
import { descriptionOf } from '../describe';
import { readOptions } from '../options';
import { LRScheduler } from './lrScheduler';

/**
 * Multiplies the learning rate by γ at each milestone: η ← γ η. An epoch that is listed twice counts twice.
 * Source: torch.optim.lr_scheduler.MultiStepLR.
 */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  /**
   * @param options.milestones the epochs after which the rate is reduced: `[30, 80]`
   * @param options.gamma γ; 0.1 by default
   * @throws RangeError for an option that is out of range
   */
  constructor(optimizer: Optimizer, options: { milestones: number[]; gamma?: number }) {
    super(optimizer);
    const { milestones, gamma } = readOptions('MultiStepLR', options, { milestones: null, gamma: 0.1 });
    if (!Array.isArray(milestones) || !milestones.every(each => Number.isInteger(each) && each >= 0)) {
      throw failure(
        RangeError,
        '%1: milestones is %2, expected the numbers of epochs in a list, such as [30, 80].',
        'MultiStepLR',
        descriptionOf(milestones)
      );
    }
    this.milestones = milestones.slice();
    this.gamma = gamma;
    checkOption('MultiStepLR', 'gamma', gamma);
    this.start();
  }

  override start(): void {
    this.apply();
  }

  protected override next(lr: number): number {
    return lr * this.gamma ** this.milestones.filter(each => each === this.lastEpoch).length;
  }
}
