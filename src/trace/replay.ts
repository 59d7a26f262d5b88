import { Dropout, Loss, Module, Sequential, Tensor } from '../engine';
import { failure } from '../engine/message';
import { layers as registered, losses, moduleOf } from '../engine/registry';
import { decodeTensor } from './encoding';
import type { LayerForward, LayerSpec, NamedTensor, Spec, TensorData, Trace } from './trace';

/**
 * The layers of a trace, made again with the weights that they had, by name.
 * @param decode what reads a weight; its numbers are copied
 * @throws TypeError for a layer that is not in the registry, one that the learner wrote say
 */
export function replayLayers(
  model: LayerSpec[],
  params: NamedTensor[],
  decode: (data: TensorData) => Tensor = decodeTensor
): [string, Module][] {
  return model.map(({ name, type, custom, ...options }) => {
    if (custom && !Object.hasOwn(registered, type)) {
      throw failure(TypeError, "%1 is your own layer: it can't be computed again here.", type);
    }
    const layer = moduleOf({ type, options });
    const mine = params.filter(p => p.name.startsWith(`${name}.`));
    layer.loadStateDict(Object.fromEntries(mine.map(p => [p.name.slice(name.length + 1), decode(p.value)])));
    return [name, layer];
  });
}

/**
 * The same as one model, its layers named by index.
 * @param passes the forward passes whose dropped numbers it is to drop again, one after the other
 */
export function replayModel(
  model: LayerSpec[],
  params: NamedTensor[],
  passes: LayerForward[][] = []
): Sequential {
  const layers = replayLayers(model, params);
  replayMasks(layers, passes);
  return new Sequential(...layers.map(([, layer]) => layer));
}

/**
 * One layer of a trace, as it was in an iteration; null for one that can't be made again, or that does not come
 * to what the trace says.
 */
export function replayLayer(
  { model, data, iterations }: Trace,
  iteration: number,
  at: number
): Module | null {
  const { params, forward } = iterations[iteration];
  try {
    const [[, layer]] = replayLayers([model[at]], params);
    replayMasks([[model[at].name, layer]], [[forward[at]]]);
    const input = at === 0 ? data.input : forward[at - 1].output;
    return isRandom(layer) || !comesTo(layer, input, forward[at].output) ? null : layer;
  } catch {
    return null;
  }
}

/** Whether a layer with others inside, whose numbers are not in the trace, puts out what was recorded. */
function comesTo(layer: Module, input: TensorData, output: TensorData): boolean {
  if (layer.children().length === 0) {
    return true;
  }
  const recorded = decodeTensor(output).data;
  return layer.forward(decodeTensor(input)).data.every((y, i) => {
    const error = Math.abs(y - recorded[i]);
    return !(error > 1e-9 * (1 + Math.abs(recorded[i])));
  });
}

/** The layers inside a layer, and itself, that drop numbers, by their full names. */
export function dropouts(name: string, module: Module): [string, Dropout][] {
  return module instanceof Dropout
    ? module.p > 0
      ? [[name, module]]
      : []
    : module.children().flatMap(([key, child]) => dropouts(`${name}.${key}`, child));
}

/**
 * Has layers drop in each pass what they dropped in the recorded ones; what let everything through then does so
 * now. Where it was not written down, as before version 0.2, they stay random.
 */
export function replayMasks(layers: [string, Module][], passes: LayerForward[][]): void {
  layers.forEach(([name, layer], at) => {
    for (const [full, dropout] of dropouts(name, layer)) {
      const written = passes.map(forward => forward[at].masks);
      if (written.length > 0 && !written.includes(undefined)) {
        const masks = written.flatMap(all => all!.filter(mask => mask.name === full));
        dropout.train(masks.length > 0);
        dropout.replay(masks.map(({ value }) => decodeTensor(value)));
      }
    }
  });
}

/** Whether a forward pass drops numbers at random: it does not come out the same again. */
export const isRandom = (module: Module): boolean =>
  dropouts('', module).some(([, dropout]) => dropout.isRandom);

/** The loss of a trace, made again. */
export function replayLoss({ type, ...options }: Spec): Loss {
  if (!Object.hasOwn(losses, type)) {
    throw failure(TypeError, "%1 is your own loss: it can't be computed again here.", type);
  }
  return losses[type].from(options);
}
