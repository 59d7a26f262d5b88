import { BatchNorm1d, Dropout, Loss, Module, Sequential, Tensor } from '../engine';
import { failure } from '../engine/message';
import { layers as registered, losses, moduleOf } from '../engine/registry';
import { decodeTensor } from './encoding';
import type { LayerForward, LayerSpec, NamedTensor, Spec, TensorData, Trace } from './trace';

/**
 * Creates the layers of a trace with their recorded weights, by name.
 * @param decode decodes a weight; its numbers are copied
 * @throws TypeError for a layer that is not in the registry, such as a user-defined one
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
    const state = mine.map(p => [p.name.slice(name.length + 1), decode(p.value)] as const);
    // Not strict about running statistics, which are with the passes.
    const { missing } = layer.loadStateDict(Object.fromEntries(state), { strict: false });
    const learnt = layer.namedParameters().find(([own]) => missing.includes(own));
    if (learnt) {
      throw new RangeError(`The state does not fit the model: missing '${learnt[0]}'.`);
    }
    return [name, layer];
  });
}

/**
 * Creates the model of a trace as one Sequential, its layers named by index.
 * @param passes recorded forward passes whose dropout masks the model's first passes repeat
 * @param before the pass whose statistics BatchNorm1ds begin with; the first of `passes` when left out
 */
export function replayModel(
  model: LayerSpec[],
  params: NamedTensor[],
  passes: LayerForward[][] = [],
  before: LayerForward[] | undefined = passes[0]
): Sequential {
  const layers = replayLayers(model, params);
  replayMasks(layers, passes);
  replayStatistics(layers, before);
  return new Sequential(...layers.map(([, layer]) => layer));
}

/**
 * Creates one layer of a trace as it was in an iteration. Returns null if the layer can't be created again, or if
 * its output differs from the recorded one.
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
    replayStatistics([[model[at].name, layer]], [forward[at]]);
    const input = at === 0 ? data.input : forward[at - 1].output;
    return isRandom(layer) || !comesTo(layer, input, forward[at].output) ? null : layer;
  } catch {
    return null;
  }
}

/**
 * Whether a layer reproduces the recorded output. Checked only for a layer with layers inside, since their numbers
 * are not in the trace.
 */
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

/** The Dropouts with p > 0 in a module, itself included, by full name. */
export function dropouts(name: string, module: Module): [string, Dropout][] {
  return module instanceof Dropout
    ? module.p > 0
      ? [[name, module]]
      : []
    : module.children().flatMap(([key, child]) => dropouts(`${name}.${key}`, child));
}

/**
 * Makes layers repeat the dropout masks of the recorded passes; a Dropout that let everything through is put in
 * `eval` mode. Without recorded masks, as in early traces, Dropouts stay random.
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

/** The BatchNorm1ds in a module, itself included, by full name. */
export function norms(name: string, module: Module): [string, BatchNorm1d][] {
  return module instanceof BatchNorm1d
    ? [[name, module]]
    : module.children().flatMap(([key, child]) => norms(`${name}.${key}`, child));
}

/**
 * Puts BatchNorm1ds into the mode and the running statistics of a recorded pass.
 * @throws TypeError if there are BatchNorm1ds, but no pass with their statistics
 */
export function replayStatistics(layers: [string, Module][], pass: LayerForward[] | undefined): void {
  layers.forEach(([name, layer], at) => {
    for (const [full, norm] of norms(name, layer)) {
      const written = pass?.[at].statistics?.find(each => each.name === full);
      if (!written) {
        throw failure(
          TypeError,
          "%1 has running statistics that this output does not hold: it can't be computed again here.",
          full
        );
      }
      norm.replay({
        batch: written.batch,
        mean: written.mean ? decodeTensor(written.mean) : null,
        variance: written.variance ? decodeTensor(written.variance) : null,
        batches: written.batches ?? null
      });
    }
  });
}

/** Whether a forward pass drops numbers at random, so that repeating it gives other numbers. */
export const isRandom = (module: Module): boolean =>
  dropouts('', module).some(([, dropout]) => dropout.isRandom);

/** Creates the loss of a trace. @throws TypeError for a user-defined loss */
export function replayLoss({ type, ...options }: Spec): Loss {
  if (!Object.hasOwn(losses, type)) {
    throw failure(TypeError, "%1 is your own loss: it can't be computed again here.", type);
  }
  return losses[type].from(options);
}
