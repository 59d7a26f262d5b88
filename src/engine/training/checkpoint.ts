import type { StateDict } from '../module';
import type { OptimizerStateDict } from '../optimizers/optimizer';
import type { GeneratorState } from '../random/random';
import type { SchedulerState } from '../schedules';
import type { EpochRecord, History } from './history';

/**
 * Where a training run is, in full: what goes on from it comes to the same numbers as a run that was never
 * stopped. Plain data: it survives JSON, as long as its numbers are finite.
 */
export interface Checkpoint {
  kind: 'checkpoint';
  version: 1;
  /** Epochs that are finished. */
  epoch: number;
  /** Steps of the next epoch that are done. */
  step: number;
  /** The weights. */
  model: StateDict;
  /** The optimiser's state. */
  optimizer: OptimizerStateDict;
  /** The schedules' states, in their order. */
  schedules: SchedulerState[];
  /** Where the random numbers are. */
  generator: GeneratorState;
  /** Where they were when the epoch began: from there, its order of samples is drawn again. */
  epochGenerator: GeneratorState;
  /** The losses of the steps that are done. */
  loss: { total: number; samples: number };
  /** The history so far. */
  epochs: EpochRecord[];
  /** The best epoch so far. */
  best: History['best'];
  /** How many epochs there were since. */
  badEpochs: number;
  /** The weights of the best epoch, where early stopping is to bring them back. */
  bestModel?: StateDict;
}
