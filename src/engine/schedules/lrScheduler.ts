import { Optimizer } from '../optimizers/optimizer';

/** A schedule's state as plain data. */
export type SchedulerState = Record<string, number>;

/** Changes the learning rate of an optimiser's groups during training: call `step()` after each epoch. */
export interface Scheduler {
  /** The optimiser whose learning rates change. */
  readonly optimizer: Optimizer;
  /** @param metric the number that `ReduceLROnPlateau` monitors; other schedules ignore it */
  step(metric?: number): void;
  /** The current learning rate of each group. */
  getLastLr(): number[];
  /** The state needed to resume later. */
  stateDict(): SchedulerState;
  /** Resumes from a state returned by `stateDict`. */
  loadStateDict(state: SchedulerState): void;
}

/**
 * Base class of schedules that compute each rate from the current one. Schedules therefore chain: a warm-up
 * and a decay on one optimiser multiply.
 * Source: torch.optim.lr_scheduler.LRScheduler.
 */
export abstract class LRScheduler implements Scheduler {
  /** The number of calls of `step`. */
  lastEpoch = 0;

  /**
   * @param optimizer the optimiser; the learning rates of all its groups change
   * @throws TypeError if `optimizer` is not an optimiser
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
   * Computes the next learning rate.
   * @param lr the current rate
   * @param initialLr the rate before any schedule changed it
   * @param group the index of the parameter group
   */
  protected abstract next(lr: number, initialLr: number, group: number): number;

  /** Sets the learning rates of the next epoch. */
  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  /** Sets the learning rates of the current epoch. */
  protected apply(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.next(group.lr, group.initialLr ?? group.lr, i);
    });
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** The number of steps; the learning rates themselves are in the optimiser's state. */
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
