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
  /** The initial learning rate of each group, from which the schedule starts. */
  protected readonly baseLrs: number[];

  /**
   * @param optimizer the optimiser; the learning rates of all its groups change
   * @throws TypeError if `optimizer` is not an optimiser
   */
  constructor(readonly optimizer: Optimizer) {
    if (!(optimizer instanceof Optimizer)) {
      throw new TypeError(`${this.constructor.name} expects an optimizer as its first argument.`);
    }
    this.baseLrs = optimizer.paramGroups.map(group => (group.initialLr ??= group.lr));
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

  /**
   * Sets the learning rates of epoch 0. Leaves them by default; override this, with `apply`, for a schedule whose
   * first rate is another than the initial one.
   */
  start(): void {
    // The initial rates are there.
  }

  /**
   * Starts again at epoch 0, from the initial rates.
   * @internal
   */
  restart(): void {
    this.lastEpoch = 0;
    this.resetLrs();
    this.start();
  }

  /**
   * Goes back before epoch 0, to which the constructor set the schedule, so that a `SequentialLR` may start it.
   * @internal
   */
  undo(): void {
    this.lastEpoch--;
  }

  /** Sets the learning rates back to the initial ones. */
  protected resetLrs(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.baseLrs[i] ?? group.lr;
    });
  }

  /** Sets the learning rates of the current epoch. */
  protected apply(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.next(group.lr, this.baseLrs[i] ?? group.lr, i);
    });
  }

  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** The number of steps and the initial learning rates; the current ones are in the optimiser's state. */
  stateDict(): SchedulerState {
    const rates = this.baseLrs.map((lr, i) => [`baseLrs.${i}`, lr]);
    return { lastEpoch: this.lastEpoch, ...(Object.fromEntries(rates) as SchedulerState) };
  }

  loadStateDict(state: SchedulerState): void {
    this.lastEpoch = state.lastEpoch;
    this.baseLrs.forEach((lr, i) => {
      this.baseLrs[i] = state[`baseLrs.${i}`] ?? lr;
    });
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
