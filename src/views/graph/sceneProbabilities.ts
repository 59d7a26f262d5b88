import { Network, lossProbabilities, symbol, symbolToText } from '../../derivation';
import { outputsOf } from '../../engine/layerOutputs';
import { Parts, isUnitLit } from '../state/parts';
import { shownAgain } from '../state/shownAgain';
import type { StepperModel } from '../state/stepperModel';
import type { SceneProbabilities, ShownNumber } from './scene';
import { shownNumber } from './shownNumbers';
import { meanOf } from './spread';

/** From this probability on, the class of a single output is the prediction. */
const HALF = 0.5;

const classLayers = new WeakMap<Network, number | null>();

/**
 * The last layer, if it makes probabilities of what the row before it computes, so that both are drawn: Softmax.
 * Null for another one.
 */
export function probabilityLayer(network: Network): number | null {
  const known = classLayers.get(network);
  if (known !== undefined) {
    return known;
  }
  const { layers, stages } = network;
  const { linear, activations } = stages[stages.length - 1];
  const at = layers.length - 1;
  const isAfter = activations.length > (linear === null ? 1 : 0);
  const found = isAfter && outputsOf([layers[at]])?.kind === 'probabilities' ? at : null;
  classLayers.set(network, found);
  return found;
}

/**
 * The probabilities beside the outputs: of the last layer, or those that the loss makes itself, at its step.
 * Undefined if there are none.
 * @param parts the nodes that take part in the step
 */
export function probabilitiesOf(model: StepperModel, parts: Parts): SceneProbabilities | undefined {
  const { network, step, batch, sample } = model;
  const terms = shownAgain(model) ?? model.terms;
  const { reader } = terms;
  const stage = network.stages[network.stages.length - 1];
  const layer = probabilityLayer(network);
  const output = reader.layerOutput(step.iteration, network.layers.length - 1);
  const p = layer === null ? lossProbabilities(terms, output) : output;
  if (!p) {
    return undefined;
  }
  const isEach = terms.applied === 'sigmoid';
  const valueAt = (unit: number): number =>
    batch
      ? meanOf(Array.from({ length: reader.samples }, (_, i) => p.data[i * stage.units + unit]))
      : p.data[sample * stage.units + unit];
  const isDone = (unit: number): boolean =>
    model.isDone(layer === null ? { kind: 'loss' } : { kind: 'activation', stage, unit, layer });
  const shownAt = (unit: number): ShownNumber =>
    layer === null || batch ? { value: valueAt(unit) } : shownNumber(terms.output(layer, unit));
  const all = Array.from({ length: stage.units }, (_, unit) => valueAt(unit));
  const isWhole = all.every((_, unit) => isDone(unit));
  const most = Math.max(...all);
  const names = namesOf(model, isEach);
  return {
    by: layer === null && isEach ? 'σ' : 'softmax',
    of: unit => ({
      symbol:
        layer === null
          ? symbolToText({ name: 'p', ...(stage.units > 1 ? { sub: String(unit + 1) } : {}) })
          : symbolToText(symbol(model.terms.output(layer, unit))),
      ...(names ? { name: names[unit] } : {}),
      ...(isDone(unit) ? { value: shownAt(unit) } : {}),
      isTarget: !batch && isTarget(model, unit),
      isPredicted: !batch && isWhole && (isEach ? all[unit] >= HALF : all[unit] === most),
      active: (layer !== null || parts.loss) && isUnitLit(parts, network.stages.length, unit)
    })
  };
}

/** The names of the classes, one for each output; of a single output, that of the class 1. */
function namesOf({ trace, terms }: StepperModel, isEach: boolean): string[] | undefined {
  const { classNames } = trace.data;
  return classNames?.length === terms.outputs
    ? classNames
    : isEach && terms.outputs === 1 && classNames?.length === 2
      ? [classNames[1]]
      : undefined;
}

/** Whether the target is a class, or a probability nearer to 1 than to 0 for it. */
function isTarget({ terms }: StepperModel, unit: number): boolean {
  const target = shownNumber(terms.target(terms.namesClass ? 0 : unit)).value;
  return terms.namesClass ? target === unit : target >= HALF;
}
