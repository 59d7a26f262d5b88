import type { Module } from '../../engine';

/** Runs `look` with a model in `eval` mode, so that no random numbers are drawn. Restores the model's mode. */
export function inEvalMode<T>(model: Module, look: () => T): T {
  const was = model.training;
  model.eval();
  try {
    return look();
  } finally {
    model.train(was);
  }
}

/**
 * `inEvalMode` for a look from outside, which must not end a run: returns `otherwise` if a layer throws. A layer that
 * throws here throws in the step, too, and the step's error is the one to report.
 */
export function lookInEvalMode<T>(model: Module, look: () => T, otherwise: T): T {
  try {
    return inEvalMode(model, look);
  } catch {
    return otherwise;
  }
}
