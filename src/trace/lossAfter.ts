import { decodeTensor } from './encoding';
import { isRandom, replayLoss, replayModel } from './replay';
import type { Trace } from './trace';

/**
 * Computes the loss on the same samples after the last update: a forward pass with the trace's final weights.
 * Returns null without an update, or if it can't be computed: the model has a layer that the engine does not know,
 * or one that drops numbers at random.
 */
export function lossAfter({ model, iterations, loss, data }: Trace): number | null {
  const { params, update, forward } = iterations[iterations.length - 1];
  if (update.length === 0) {
    return null;
  }
  const after = new Map(update.map(each => [each.param, each.after]));
  try {
    const last = replayModel(
      model,
      params.map(({ name, value }) => ({ name, value: after.get(name) ?? value })),
      [],
      forward
    );
    return isRandom(last)
      ? null
      : replayLoss(loss).forward(last.forward(decodeTensor(data.input)), decodeTensor(data.target));
  } catch {
    return null;
  }
}
