/** The layers and the loss of a trace, recreated with their weights, so that they can explain themselves. */
import { Loss, Module } from '../engine';
import { losses } from '../engine/registry';
import { TraceReader, replayLayer, replayLoss } from '../trace';

const made = new WeakMap<TraceReader, Map<string, Module | null>>();

/**
 * A layer with the weights and dropout masks of an iteration. Null if it can't be recreated: a learner's own layer, or
 * an unknown dropout mask.
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

/** The loss of a trace, recreated; null for a learner's own loss. */
export function lossOf({ reader }: { reader: TraceReader }): Loss | null {
  const { loss } = reader.trace;
  return Object.hasOwn(losses, loss.type) ? replayLoss(loss) : null;
}
