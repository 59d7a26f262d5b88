import { failure } from '../engine/message';
import { decodeTensor, encodeNumber, encodeTensor, holding, tensorOf } from './encoding';
import { isRandom, replayLayers, replayLoss, replayMasks, replayStatistics } from './replay';
import type { Iteration, Trace } from './trace';

/**
 * Runs an iteration's batch forward again, with the weights that its update left: `params`, `forward` and `loss` are
 * the new ones, everything else is as it was recorded. Dropouts drop the same numbers again, and a BatchNorm1d
 * normalises by the same kind of statistics: the batch's, computed anew, or the recorded running ones.
 * @throws the reason if it can't be computed here: a user-defined layer or loss, or a trace without the dropout masks
 * or running statistics
 */
export function afterPass({ model, loss, data, iterations }: Trace, i: number): Iteration {
  const recorded = iterations[i];
  const updated = new Map(recorded.update.map(({ param, after }) => [param, after]));
  const params = recorded.params.map(({ name, value }) => ({ name, value: updated.get(name) ?? value }));
  const layers = replayLayers(model, params, tensorOf);
  replayMasks(layers, [recorded.forward]);
  replayStatistics(layers, recorded.forward);
  if (layers.some(([, layer]) => isRandom(layer))) {
    throw failure(
      Error,
      'What this network dropped at random was not written down, so it can’t be computed again.'
    );
  }
  return holding(() => {
    let x = decodeTensor(data.input);
    const forward = layers.map(([, layer], at) => {
      x = layer.forward(x);
      return { ...recorded.forward[at], output: encodeTensor(x) };
    });
    const value = replayLoss(loss).forward(x, decodeTensor(data.target));
    return { ...recorded, params, forward, loss: encodeNumber(value) };
  });
}
