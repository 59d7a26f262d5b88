import type { StateDict } from '../module';
import type { OptimizerStateDict } from '../optimizers/optimizer';
import type { GeneratorState } from '../random/random';
import type { SchedulerState } from '../schedules';
import type { EpochRecord, History } from './history';

/**
 * The complete state of a training run: a run resumed from it gives the same numbers as an uninterrupted one.
 * Plain data that survives JSON, as long as its numbers are finite.
 */
export interface Checkpoint {
  kind: 'checkpoint';
  version: 1;
  /** Finished epochs. */
  epoch: number;
  /** Finished steps of the next epoch. */
  step: number;
  /** The weights. */
  model: StateDict;
  /** The optimiser's state. */
  optimizer: OptimizerStateDict;
  /** The states of the schedules, in order. */
  schedules: SchedulerState[];
  /** The state of the random generator. */
  generator: GeneratorState;
  /** The generator's state at the start of the epoch, to draw its order of samples again. */
  epochGenerator: GeneratorState;
  /** The sum of the losses of the finished steps, and their number of samples. */
  loss: { total: number; samples: number };
  /** The history so far. */
  epochs: EpochRecord[];
  /** The best epoch so far. */
  best: History['best'];
  /** Epochs since the best one. */
  badEpochs: number;
  /** The weights of the best epoch, if early stopping restores them. */
  bestModel?: StateDict;
}
