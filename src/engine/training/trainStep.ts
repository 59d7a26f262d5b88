import { reuseBuffers } from '../buffers';
import { Loss } from '../losses/loss';
import { Module } from '../module';
import { Optimizer } from '../optimizers/optimizer';
import { TensorLike } from '../tensor';
import { checkLoss, checkModel, checkOptimizer } from './checks';
import { checkUnclaimed } from './claim';

/**
 * One training step: sets the gradients to 0, then forward, loss, backward, update. Reuses its tensors from the
 * second step of a batch size on: the model's previous outputs are overwritten.
 * @param input samples × features
 * @param target the target, as `loss` expects it
 * @returns L, before the update
 * @throws the errors of the layers and the loss for the data; Error while `fit` trains the model
 */
export function trainStep(
  model: Module,
  loss: Loss,
  optimizer: Optimizer,
  input: TensorLike,
  target: TensorLike
): number {
  checkModel('trainStep', model);
  checkLoss('trainStep', loss);
  checkOptimizer('trainStep', optimizer, model);
  checkUnclaimed('trainStep', model, optimizer);
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
