import type { Batch } from '../data/dataLoader';

/**
 * Looks on while a model is trained, step by step, and changes nothing: neither weights nor gradients nor the
 * random numbers.
 */
export interface RunObserver {
  /**
   * Before a step's forward pass.
   * @param epoch that is under way, from 1
   */
  beforeStep?(batch: Batch, epoch: number): void;
  /**
   * When the gradients are there: before they are clipped, and before the weights change.
   * @param loss of the step's batch
   */
  beforeUpdate?(loss: number): void;
  /** When the weights have changed. */
  afterUpdate?(): void;
}
