import { Optimizer, checkOption } from '../optimizers/optimizer';
import { LRScheduler, checkCount } from './lrScheduler';

/**
 * Lets the learning rate fall along half a cosine, from where it began to `etaMin` at epoch T, and rise
 * again if it goes on: η = ηmin + (η₀ − ηmin) (1 + cos(π t / T)) / 2. Written as the ratio of one epoch's
 * to the last one's, so that it chains with other schedules, as PyTorch does.
 * Source: torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov and Hutter, SGDR, ICLR 2017.
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  /**
   * @param options.tMax T, epochs from the top to the bottom
   * @param options.etaMin the rate at the bottom; 0 when left out
   * @throws RangeError for an option that is out of range
   */
  constructor(optimizer: Optimizer, options: { tMax: number; etaMin?: number }) {
    super(optimizer);
    this.tMax = options?.tMax;
    this.etaMin = options?.etaMin ?? 0;
    checkCount('CosineAnnealingLR', 'tMax', this.tMax);
    checkOption('CosineAnnealingLR', 'etaMin', this.etaMin);
  }

  protected override next(lr: number, initialLr: number): number {
    const { etaMin, tMax, lastEpoch: t } = this;
    const height = (epoch: number): number => 1 + Math.cos((Math.PI * epoch) / tMax);
    if ((t - 1 - tMax) % (2 * tMax) === 0) {
      // One after the bottom: there the last height was 0, and a ratio to it is none.
      return lr + ((initialLr - etaMin) * height(tMax - 1)) / 2;
    }
    return (height(t) / height(t - 1)) * (lr - etaMin) + etaMin;
  }
}
