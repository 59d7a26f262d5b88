import { Loss, Module, Sequential } from '../engine';
import { losses, moduleOf } from '../engine/registry';
import { decodeTensor } from './encoding';
import type { LayerSpec, NamedTensor, Spec } from './types';

/**
 * The model of a trace, made again with the weights that it had.
 * @throws TypeError for a layer that is not in the registry, one that the learner wrote say
 */
export function replayModel(model: LayerSpec[], params: NamedTensor[]): Sequential {
  const made = model.map(({ name, type, ...options }): [string, Module] => [
    name,
    moduleOf({ type, options })
  ]);
  for (const [name, layer] of made) {
    const mine = params.filter(p => p.name.startsWith(`${name}.`));
    layer.loadStateDict(
      Object.fromEntries(mine.map(p => [p.name.slice(name.length + 1), decodeTensor(p.value)]))
    );
  }
  return new Sequential(...made.map(([, layer]) => layer));
}

/** The loss of a trace, made again. */
export function replayLoss({ type, ...options }: Spec): Loss {
  return losses[type](options);
}
