/** The layers and the loss of a trace, made again with their weights: they explain themselves. */
import { Loss, Module } from '../engine';
import { losses } from '../engine/registry';
import { TraceReader, replayLayer, replayLoss } from '../trace';

const made = new WeakMap<TraceReader, Map<string, Module | null>>();

/**
 * A layer with the weights of an iteration, that drops what it dropped then. Null for one that can't be made
 * again: a learner's own, or one of which it is not known what it dropped.
 */
export function layerAt(reader: TraceReader, iteration: number, at: number): Module | null {
  const layers = made.get(reader) ?? new Map<string, Module | null>();
  made.set(reader, layers);
  const key = `${iteration}/${at}`;
  if (!layers.has(key)) {
    layers.set(key, replayLayer(reader.trace, iteration, at));
  }
  return layers.get(key)!;
}

/** The loss of a trace, made again; null for a learner's own. */
export function lossOf({ reader }: { reader: TraceReader }): Loss | null {
  const { loss } = reader.trace;
  return Object.hasOwn(losses, loss.type) ? replayLoss(loss) : null;
}
