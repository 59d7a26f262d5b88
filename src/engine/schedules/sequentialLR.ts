import { Optimizer } from '../optimizers/optimizer';
import { descriptionOf } from '../describe';
import { failure } from '../message';
import { readOptions } from '../options';
import { LRScheduler, SchedulerState } from './lrScheduler';

/**
 * Schedules one after the other: at each milestone the next one starts at its epoch 0, from the initial learning
 * rate. The rates that the schedules set when they were made are taken back.
 *
 * A sequence that is the first schedule of another one is an epoch ahead, as in PyTorch; as a later one, where
 * PyTorch fails, it starts from its own beginning.
 * Source: torch.optim.lr_scheduler.SequentialLR.
 */
export class SequentialLR extends LRScheduler {
  readonly schedulers: readonly LRScheduler[];
  readonly milestones: readonly number[];

  /**
   * @param options.schedulers the schedules in order, made with the same optimiser
   * @param options.milestones the epochs at which the second, third, … schedule starts, in ascending order
   * @throws TypeError for anything else than schedules; RangeError for a schedule of another optimiser, and unless
   * there is one milestone fewer than schedules
   */
  constructor(optimizer: Optimizer, options: { schedulers: LRScheduler[]; milestones: number[] }) {
    super(optimizer);
    const { schedulers, milestones } = readOptions('SequentialLR', options, {
      schedulers: null,
      milestones: null
    });
    checkSchedulers(optimizer, schedulers);
    checkMilestones(milestones, schedulers.length - 1);
    this.schedulers = schedulers.slice();
    this.milestones = milestones.slice();
    this.resetLrs();
    this.undo();
    const first = this.schedulers[this.indexAt(0)];
    first.lastEpoch = 0;
    first.start();
  }

  override step(): void {
    this.lastEpoch++;
    const scheduler = this.schedulers[this.indexAt(this.lastEpoch)];
    if (this.milestones.includes(this.lastEpoch)) {
      scheduler.restart();
    } else {
      scheduler.step();
    }
  }

  override start(): void {
    this.step();
  }

  override undo(): void {
    this.schedulers.forEach(scheduler => scheduler.undo());
  }

  override restart(): void {
    this.lastEpoch = 0;
    this.schedulers[this.indexAt(0)].restart();
  }

  /** The number of steps and the states of the schedules: `schedulers.0.lastEpoch`. */
  override stateDict(): SchedulerState {
    const inside = this.schedulers.flatMap((scheduler, i) =>
      Object.entries(scheduler.stateDict()).map(([name, value]) => [`schedulers.${i}.${name}`, value])
    );
    return { ...super.stateDict(), ...Object.fromEntries(inside) };
  }

  override loadStateDict(state: SchedulerState): void {
    super.loadStateDict(state);
    this.schedulers.forEach((scheduler, i) => {
      const prefix = `schedulers.${i}.`;
      const own = Object.entries(state).filter(([name]) => name.startsWith(prefix));
      scheduler.loadStateDict(
        Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]))
      );
    });
  }

  /** Not called: the schedules inside set the rates. */
  protected override next(lr: number): number {
    return lr;
  }

  /** The index of the schedule of an epoch. */
  private indexAt(epoch: number): number {
    return this.milestones.filter(each => each <= epoch).length;
  }
}

function checkSchedulers(optimizer: Optimizer, schedulers: unknown): asserts schedulers is LRScheduler[] {
  if (!Array.isArray(schedulers) || schedulers.length === 0) {
    throw failure(
      TypeError,
      '%1: schedulers is %2, expected a list of schedules, such as [new LinearLR(optimizer)].',
      'SequentialLR',
      descriptionOf(schedulers)
    );
  }
  schedulers.forEach((each: unknown, i) => {
    if (!(each instanceof LRScheduler)) {
      throw failure(
        TypeError,
        '%1: schedulers[%2] is %3, expected a schedule that needs no metric, such as new LinearLR(optimizer).',
        'SequentialLR',
        i,
        descriptionOf(each)
      );
    }
    if (each.optimizer !== optimizer) {
      throw failure(
        RangeError,
        '%1: schedulers[%2] belongs to another optimizer: make all with the same one.',
        'SequentialLR',
        i
      );
    }
  });
}

function checkMilestones(milestones: unknown, count: number): asserts milestones is number[] {
  const given: unknown[] | null = Array.isArray(milestones) ? milestones : null;
  const ascending = given?.every(
    (each, i) => Number.isInteger(each) && (each as number) >= ((given[i - 1] as number | undefined) ?? 0)
  );
  if (given === null || !ascending || given.length !== count) {
    throw failure(
      RangeError,
      '%1: milestones is %2, expected the epochs at which a next schedule starts: %3, one fewer than schedules, ascending.',
      'SequentialLR',
      given === null ? descriptionOf(milestones) : `[${given.map(String).join(', ')}]`,
      count
    );
  }
}
