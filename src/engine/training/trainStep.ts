import { reuseBuffers } from '../buffers';
import { Loss } from '../losses/loss';
import { Module } from '../module';
import { Optimizer } from '../optimizers/optimizer';
import { TensorLike } from '../tensor';

/**
 * One step of training: gradients to 0, forward, loss, backward, update. After the first step on a batch of a
 * size it makes no new tensors: what the model returned before is overwritten.
 * @param input samples × features
 * @param target what `loss` takes
 * @returns L, before the update
 * @throws what the layers and the loss throw for the data
 */
export function trainStep(
  model: Module,
  loss: Loss,
  optimizer: Optimizer,
  input: TensorLike,
  target: TensorLike
): number {
  const before = reuseBuffers(true);
  try {
    optimizer.zeroGrad();
    const value = loss.forward(model.forward(input), target);
    model.backwardParameters(loss.backward());
    optimizer.step();
    return value;
  } finally {
    reuseBuffers(before);
  }
}
