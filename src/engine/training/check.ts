import type { FitOptions } from './fit';
import { Loss } from '../losses/loss';
import { Module } from '../module';
import { Optimizer } from '../optimizers/optimizer';
import { describe } from '../tensor';

/** @throws TypeError or RangeError that says which option of `fit` can't be, and why */
export function checkRun(model: Module, options: FitOptions): void {
  if (!(model instanceof Module)) {
    throw new TypeError(`fit expects a model as its first argument, got ${describe(model)}.`);
  }
  const { train, loss, optimizer, epochs, schedule = [] } = options;
  if (typeof train !== 'object' || train === null) {
    throw new TypeError(`fit: train is ${describe(train)}, expected a DataLoader or a dataset.`);
  }
  if (!(loss instanceof Loss)) {
    throw new TypeError(`fit: loss is ${describe(loss)}, expected a loss, such as new BCELoss().`);
  }
  if (!(optimizer instanceof Optimizer)) {
    throw new TypeError(
      `fit: optimizer is ${describe(optimizer)}, expected one, such as new SGD(model.parameters(), { lr: 0.1 }).`
    );
  }
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new RangeError(`fit: epochs is ${String(epochs)}, expected a whole number of at least 1.`);
  }
  const own = new Set(model.parameters());
  if (!optimizer.parameters.some(parameter => own.has(parameter))) {
    throw new RangeError(
      "fit: the optimizer holds none of this model's parameters: nothing would be learnt."
    );
  }
  const schedules = Array.isArray(schedule) ? schedule : [schedule];
  if (schedules.some(each => each.optimizer !== optimizer)) {
    throw new RangeError('fit: the schedule is of another optimizer: it would change nothing here.');
  }
}
