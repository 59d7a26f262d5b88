import type { Batch } from '../data/dataLoader';
import type { History } from './history';

/**
 * Observes training step by step. Must not change weights, gradients or the random generator.
 */
export interface RunObserver {
  /**
   * Called before each epoch.
   * @param epoch the epoch that begins, from 1
   * @param history the run's history, which grows with every epoch
   */
  beforeEpoch?(epoch: number, history: History): void;
  /**
   * Called before a step's forward pass.
   * @param epoch the current epoch, from 1
   */
  beforeStep?(batch: Batch, epoch: number): void;
  /**
   * Called after the backward pass, before the gradients are clipped and the weights change.
   * @param loss the loss of the step's batch
   */
  beforeUpdate?(loss: number): void;
  /** Called after the weights have changed. */
  afterUpdate?(): void;
}
