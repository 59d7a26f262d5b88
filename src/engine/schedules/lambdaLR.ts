import { Optimizer } from '../optimizers/optimizer';
import { failure } from '../message';
import { descriptionOf } from '../describe';
import { readOptions } from '../options';
import { LRScheduler } from './lrScheduler';

/** The factor of an epoch, from 0 on. */
type Factor = (epoch: number) => number;

/**
 * Multiplies the initial learning rate by a function of the epoch: η ← λ(t) η₀. Whatever other schedules did before
 * is lost. `stateDict` has the epoch and not the function: make the schedule with the same one to resume.
 * Source: torch.optim.lr_scheduler.LambdaLR.
 */
export class LambdaLR extends LRScheduler {
  private readonly factors: readonly Factor[];

  /**
   * @param options.lrLambda the function, `epoch => 0.95 ** epoch`; or a list of functions, one for each group
   * @throws TypeError for anything else, and when a function doesn't return a number
   */
  constructor(optimizer: Optimizer, options: { lrLambda: Factor | Factor[] }) {
    super(optimizer);
    const { lrLambda } = readOptions('LambdaLR', options, { lrLambda: null });
    const groups = optimizer.paramGroups.length;
    this.factors = Array.isArray(lrLambda) ? lrLambda.slice() : Array<Factor>(groups).fill(lrLambda);
    if (this.factors.length !== groups || !this.factors.every(each => typeof each === 'function')) {
      throw failure(
        TypeError,
        '%1: lrLambda is %2, expected a function, such as epoch => 0.95 ** epoch, or a list of %3, one for each group.',
        'LambdaLR',
        descriptionOf(lrLambda),
        groups
      );
    }
    this.start();
  }

  override start(): void {
    this.apply();
  }

  protected override next(_lr: number, initialLr: number, group: number): number {
    const factor: unknown = this.factors[group](this.lastEpoch);
    if (typeof factor !== 'number') {
      throw failure(
        TypeError,
        '%1: lrLambda(%2) is %3, expected a number.',
        'LambdaLR',
        this.lastEpoch,
        descriptionOf(factor)
      );
    }
    return initialLr * factor;
  }
}
