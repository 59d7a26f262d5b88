import { Optimizer } from '../optimizers/optimizer';
import { failure } from '../message';
import { checkOneOf, checkPositive, checkShare, readOptions } from '../options';
import { LRScheduler, checkCount } from './lrScheduler';

/** Options of `OneCycleLR`. */
export interface OneCycleLROptions {
  /** The highest rate: a number, or a list of one for each group. */
  maxLr: number | number[];
  /** The number of steps of the cycle; or give `epochs` and `stepsPerEpoch`, whose product it is. */
  totalSteps?: number;
  /** The number of epochs of the cycle. */
  epochs?: number;
  /** The number of steps of an epoch: `loader.length`. */
  stepsPerEpoch?: number;
  /** The share of the cycle in which the rate rises, 0 to 1; 0.3 by default. */
  pctStart?: number;
  /** The shape of each phase: half a cosine ('cos', the default) or a line ('linear'). */
  annealStrategy?: 'cos' | 'linear';
  /** maxLr divided by the first rate; 25 by default. */
  divFactor?: number;
  /** The first rate divided by the last; 1e4 by default. */
  finalDivFactor?: number;
  /** Whether the rate falls to the first rate as fast as it rose, and to the last one only then; false by default. */
  threePhase?: boolean;
}

/** A part of the cycle: the step at which it ends, and each group's rates at both ends. */
interface Phase {
  end: number;
  from: number[];
  to: number[];
}

/**
 * One cycle: the learning rate rises from maxLr / divFactor to maxLr and falls to a rate far below the first one.
 * Call `step()` after every batch; in `fit`, write `schedulePer: 'step'`. The rates of other schedules are
 * overwritten. The momentum stays as it is: `cycle_momentum=False` in PyTorch.
 * Source: torch.optim.lr_scheduler.OneCycleLR; Smith and Topin, Super-Convergence, 2017.
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly annealStrategy: 'cos' | 'linear';
  private readonly phases: Phase[];

  /**
   * @throws RangeError for an option that is out of range; TypeError without a number of steps
   */
  constructor(optimizer: Optimizer, options: OneCycleLROptions) {
    super(optimizer);
    const read = readOptions('OneCycleLR', options, {
      maxLr: null,
      totalSteps: NaN,
      epochs: NaN,
      stepsPerEpoch: NaN,
      pctStart: 0.3,
      annealStrategy: 'cos',
      divFactor: 25,
      finalDivFactor: 1e4,
      threePhase: false
    });
    const { pctStart, annealStrategy, divFactor, finalDivFactor, threePhase } = read;
    this.annealStrategy = checkOneOf('OneCycleLR', 'annealStrategy', annealStrategy, ['cos', 'linear']);
    checkShare('OneCycleLR', 'pctStart', pctStart);
    checkPositive('OneCycleLR', 'divFactor', divFactor);
    checkPositive('OneCycleLR', 'finalDivFactor', finalDivFactor);
    this.totalSteps = totalStepsOf(read);
    const highest = this.highestRates(read.maxLr);
    const first = highest.map(lr => lr / divFactor);
    const last = first.map(lr => lr / finalDivFactor);
    const [peak, end] = [pctStart * this.totalSteps - 1, this.totalSteps - 1];
    this.phases = threePhase
      ? [
          { end: peak, from: first, to: highest },
          { end: 2 * peak, from: highest, to: first },
          { end, from: first, to: last }
        ]
      : [
          { end: peak, from: first, to: highest },
          { end, from: highest, to: last }
        ];
    optimizer.paramGroups.forEach((group, i) => {
      group.initialLr = first[i];
      this.baseLrs[i] = first[i];
    });
    this.start();
  }

  override start(): void {
    this.apply();
  }

  /** @throws RangeError after the last step of the cycle */
  override step(): void {
    if (this.lastEpoch >= this.totalSteps) {
      throw failure(
        RangeError,
        '%1: this is step %2 of a cycle of %3. Call step() after each batch, and make totalSteps epochs × batches.',
        'OneCycleLR',
        this.lastEpoch + 1,
        this.totalSteps
      );
    }
    super.step();
  }

  protected override next(_lr: number, _initialLr: number, group: number): number {
    const t = this.lastEpoch;
    const found = this.phases.findIndex(({ end }) => t <= end);
    const index = found < 0 ? this.phases.length - 1 : found;
    const { end, from, to } = this.phases[index];
    const start = index === 0 ? 0 : this.phases[index - 1].end;
    // A rise of no steps has been made.
    const share = end === start ? 1 : (t - start) / (end - start);
    return this.annealStrategy === 'linear'
      ? from[group] + (to[group] - from[group]) * share
      : to[group] + ((from[group] - to[group]) / 2) * (1 + Math.cos(Math.PI * share));
  }

  /** The highest rate of each group. */
  private highestRates(maxLr: number | number[]): number[] {
    const groups = this.optimizer.paramGroups.length;
    const rates = Array.isArray(maxLr) ? maxLr.slice() : Array<number>(groups).fill(maxLr);
    rates.forEach(lr => checkPositive('OneCycleLR', 'maxLr', lr));
    if (rates.length !== groups) {
      throw failure(
        RangeError,
        '%1: maxLr has %2 rates, expected one number, or a list of %3, one for each group.',
        'OneCycleLR',
        rates.length,
        groups
      );
    }
    return rates;
  }
}

/** The number of steps, given or as a product. */
function totalStepsOf({ totalSteps, epochs, stepsPerEpoch }: Partial<OneCycleLROptions>): number {
  if (totalSteps !== undefined) {
    checkCount('OneCycleLR', 'totalSteps', totalSteps);
    return totalSteps;
  }
  if (epochs === undefined || stepsPerEpoch === undefined) {
    throw failure(
      TypeError,
      '%1 expects the number of steps: totalSteps, or epochs and stepsPerEpoch, such as %2.',
      'OneCycleLR',
      '{ maxLr: 0.1, epochs: 10, stepsPerEpoch: loader.length }'
    );
  }
  checkCount('OneCycleLR', 'epochs', epochs);
  checkCount('OneCycleLR', 'stepsPerEpoch', stepsPerEpoch);
  return epochs * stepsPerEpoch;
}
