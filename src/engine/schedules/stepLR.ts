import { Optimizer, checkOption } from '../optimizers/optimizer';
import { readOptions } from '../options';
import { LRScheduler, checkCount } from './lrScheduler';

/**
 * Multiplies the learning rate by γ every `stepSize` epochs: η ← γ η.
 * Source: torch.optim.lr_scheduler.StepLR.
 */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  /**
   * @param options.stepSize epochs between two reductions
   * @param options.gamma γ; 0.1 by default
   * @throws RangeError for an option that is out of range
   */
  constructor(optimizer: Optimizer, options: { stepSize: number; gamma?: number }) {
    super(optimizer);
    const { stepSize, gamma } = readOptions('StepLR', options, { stepSize: NaN, gamma: 0.1 });
    this.stepSize = stepSize;
    this.gamma = gamma;
    checkCount('StepLR', 'stepSize', this.stepSize);
    checkOption('StepLR', 'gamma', this.gamma);
  }

  protected override next(lr: number): number {
    const { lastEpoch: t, stepSize, gamma } = this;
    return t > 0 && t % stepSize === 0 ? lr * gamma : lr;
  }
}
