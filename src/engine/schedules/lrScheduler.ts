import { Optimizer } from '../optimizers/optimizer';

/** What a schedule remembers, as plain data. */
export type SchedulerState = Record<string, number>;

/** Changes the learning rate of every group of an optimiser as training goes on: `step()` after each epoch. */
export interface Scheduler {
  /** Whose learning rates it changes. */
  readonly optimizer: Optimizer;
  /** @param metric what `ReduceLROnPlateau` watches; the others need none */
  step(metric?: number): void;
  /** The learning rate of each group, as it is now. */
  getLastLr(): number[];
  /** What it has to remember to go on later. */
  stateDict(): SchedulerState;
  /** Goes on from what `stateDict` gave. */
  loadStateDict(state: SchedulerState): void;
}

/**
 * A schedule that says what becomes of a learning rate at each step. It goes on from the rate that is there,
 * so that schedules chain: a warm-up and a decay on one optimiser multiply.
 * Source: torch.optim.lr_scheduler.LRScheduler.
 */
export abstract class LRScheduler implements Scheduler {
  /** How often it was stepped. */
  lastEpoch = 0;

  /**
   * @param optimizer whose learning rates it changes, those of every group
   * @throws TypeError for what is no optimiser
   */
  constructor(readonly optimizer: Optimizer) {
    if (!(optimizer instanceof Optimizer)) {
      throw new TypeError(`${this.constructor.name} expects an optimizer as its first argument.`);
    }
    optimizer.paramGroups.forEach(group => {
      group.initialLr ??= group.lr;
    });
  }

  /**
   * The learning rate from now on.
   * @param lr as it is
   * @param initialLr as it was before any schedule changed it
   */
  protected abstract next(lr: number, initialLr: number): number;

  /** Sets the learning rates of the next epoch. */
  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  /** Sets the rates of this epoch. */
  protected apply(): void {
    for (const group of this.optimizer.paramGroups) {
      group.lr = this.next(group.lr, group.initialLr ?? group.lr);
    }
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** What it has to remember: the rates themselves are in the optimiser's state. */
  stateDict(): SchedulerState {
    return { lastEpoch: this.lastEpoch };
  }

  loadStateDict(state: SchedulerState): void {
    this.lastEpoch = state.lastEpoch;
  }
}

/** @throws RangeError unless the option is a whole number of at least `least` */
export function checkCount(owner: string, name: string, value: unknown, least = 1): void {
  if (!Number.isInteger(value) || (value as number) < least) {
    throw new RangeError(
      `${owner}: ${name} is ${String(value)}, expected a whole number of at least ${least}.`
    );
  }
}
