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
