import { Dropout, Loss, Module, Sequential } from '../engine';
import { losses, moduleOf } from '../engine/registry';
import { decodeTensor } from './encoding';
import type { LayerSpec, NamedTensor, Spec } from './types';

/**
 * The layers of a trace, made again with the weights that they had, by name.
 * @throws TypeError for a layer that is not in the registry, one that the learner wrote say
 */
export function replayLayers(model: LayerSpec[], params: NamedTensor[]): [string, Module][] {
  return model.map(({ name, type, ...options }) => {
    const layer = moduleOf({ type, options });
    const mine = params.filter(p => p.name.startsWith(`${name}.`));
    layer.loadStateDict(
      Object.fromEntries(mine.map(p => [p.name.slice(name.length + 1), decodeTensor(p.value)]))
    );
    return [name, layer];
  });
}

/** The same as one model, its layers named by index. */
export const replayModel = (model: LayerSpec[], params: NamedTensor[]): Sequential =>
  new Sequential(...replayLayers(model, params).map(([, layer]) => layer));

/** Whether a forward pass drops numbers at random: it does not come out the same again. */
export const isRandom = (module: Module): boolean =>
  (module instanceof Dropout && module.p > 0) || module.children().some(([, child]) => isRandom(child));

/** The loss of a trace, made again. */
export function replayLoss({ type, ...options }: Spec): Loss {
  return losses[type](options);
}
