import { Optimizer, checkOption } from '../optimizers/optimizer';
import { readOptions } from '../options';
import { LRScheduler, checkCount } from './lrScheduler';

/**
 * Lowers the learning rate along half a cosine, from its initial value to `etaMin` at epoch T, and raises it
 * again after that: η = ηmin + (η₀ − ηmin) (1 + cos(π t / T)) / 2. Computed as a ratio to the previous epoch's
 * rate, as in PyTorch, so that it chains with other schedules.
 * Source: torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov and Hutter, SGDR, ICLR 2017.
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  /**
   * @param options.tMax T, the number of epochs from the highest to the lowest rate
   * @param options.etaMin ηmin, the lowest rate; 0 by default
   * @throws RangeError for an option that is out of range
   */
  constructor(optimizer: Optimizer, options: { tMax: number; etaMin?: number }) {
    super(optimizer);
    const { tMax, etaMin } = readOptions('CosineAnnealingLR', options, { tMax: NaN, etaMin: 0 });
    this.tMax = tMax;
    this.etaMin = etaMin;
    checkCount('CosineAnnealingLR', 'tMax', this.tMax);
    checkOption('CosineAnnealingLR', 'etaMin', this.etaMin);
  }

  protected override next(lr: number, initialLr: number): number {
    const { etaMin, tMax, lastEpoch: t } = this;
    const height = (epoch: number): number => 1 + Math.cos((Math.PI * epoch) / tMax);
    if ((t - 1 - tMax) % (2 * tMax) === 0) {
      // One epoch after the minimum the previous height is 0, so the ratio is undefined.
      return lr + ((initialLr - etaMin) * height(tMax - 1)) / 2;
    }
    return (height(t) / height(t - 1)) * (lr - etaMin) + etaMin;
  }
}
