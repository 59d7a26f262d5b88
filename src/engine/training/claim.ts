import { failure } from '../message';
import type { Module } from '../module';
import type { Parameter } from '../parameter';
import type { Optimizer } from '../optimizers/optimizer';

/** The parameters that runs under way are training. */
const claimed = new Set<Parameter>();

/**
 * Refuses to train parameters that a run under way is training: the two would undo each other's steps.
 * @param caller the function that would train them, for the message
 * @throws Error if a run under way trains any of the parameters
 */
export function checkUnclaimed(caller: string, model: Module, optimizer: Optimizer | null): void {
  // `trainStep` asks before every step: without a run under way, the parameters are not even listed.
  if (claimed.size > 0 && trained(model, optimizer).some(parameter => claimed.has(parameter))) {
    throw failure(
      Error,
      '%1: fit is training this model, so a second training would disturb it: await the fit, or stop it with ■ (interrupt the kernel), then call %1 again.',
      caller
    );
  }
}

/**
 * Claims the parameters of a model and its optimiser for one run. Check them first with `checkUnclaimed`.
 * @returns a function that releases them, to be called however the run ends
 */
export function claim(model: Module, optimizer: Optimizer): () => void {
  const parameters = trained(model, optimizer);
  parameters.forEach(parameter => claimed.add(parameter));
  return () => parameters.forEach(parameter => claimed.delete(parameter));
}

const trained = (model: Module, optimizer: Optimizer | null): Parameter[] => [
  ...model.parameters(),
  ...(optimizer?.parameters ?? [])
];
