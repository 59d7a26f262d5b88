import { formatShape } from '../engine/tensor';
import { LayerSpec, Trace, firstWithoutRows, numbersPerRow, positionsOf, rowShape } from '../trace';
import { Sentence, say } from '../engine/formula/expression';

/**
 * A row of neurons: a Linear and the activations after it; before the first Linear, activations alone; or another
 * layer that changes the number of units, and the activations after it. Layers are given by their index in the model.
 */
export interface Stage {
  /** 1 for the first row; 0 for activations before it. */
  number: number;
  linear: number | null;
  activations: number[];
  /** Whether its first layer computes each output from all inputs in its own way. */
  mixes: boolean;
  inputs: number;
  units: number;
  bias: boolean;
  /** Its layers with parameters, other than the Linear. */
  owners: number[];
}

/** A model as a learner sees it: inputs, rows of neurons, outputs. */
export interface Network {
  layers: LayerSpec[];
  inputs: number;
  stages: Stage[];
  /** The number of numbered rows. With one, formulas need no row numbers. */
  depth: number;
}

const known = new WeakMap<LayerSpec[], Network>();

/** The network of a trace, memoised, so that rows can be compared by identity. */
export function networkOf(trace: Trace): Network {
  const { model, data, iterations } = trace;
  const rows = rowShape(trace);
  const network =
    known.get(model) ??
    readNetwork(
      model,
      numbersPerRow(data.input, rows),
      iterations[0].params.map(({ name }) => name),
      iterations[0].forward.map(({ output }) => numbersPerRow(output, rows))
    );
  known.set(model, network);
  return network;
}

/**
 * Splits a model into rows of neurons.
 * @param params the names of its parameters
 * @param widths the output width of each layer; if left out, the input width of the next Linear
 */
export function readNetwork(
  layers: LayerSpec[],
  inputs: number,
  params: string[],
  widths: number[] = []
): Network {
  const stages: Stage[] = [];
  let width = inputs;
  const row = (stage: Partial<Stage>): void => {
    const numbered = stages.filter(({ number }) => number > 0).length;
    const empty = { linear: null, activations: [], mixes: false, bias: false, owners: [] };
    stages.push({ ...empty, number: numbered + 1, inputs: width, units: width, ...stage });
  };
  layers.forEach((layer, at) => {
    if (layer.type === 'Linear') {
      row({ linear: at, units: layer.outFeatures as number, bias: layer.bias !== false });
    } else {
      const next = layers.slice(at).find(({ type }) => type === 'Linear');
      const out = widths[at] ?? (next?.inFeatures as number | undefined) ?? width;
      if (out !== width) {
        row({ units: out, mixes: true });
      } else if (stages.length === 0) {
        row({ number: 0 });
      }
      const stage = stages[stages.length - 1];
      stage.activations.push(at);
      if (params.some(name => name.startsWith(`${layer.name}.`))) {
        stage.owners.push(at);
      }
    }
    width = stages[stages.length - 1].units;
  });
  return { layers, inputs, stages, depth: stages.filter(({ number }) => number > 0).length };
}

/** The activations of a row whose backward pass goes unit by unit, in forward order. */
export const steppedBack = ({ activations, mixes }: Stage): number[] =>
  mixes ? activations.slice(1) : activations;

/** The layer whose output is the row's. */
export const lastLayer = (stage: Stage): number =>
  stage.activations[stage.activations.length - 1] ?? stage.linear!;

/**
 * How a row of neurons is joined to the one before: by weights, unit to unit, each unit to as many as come from it (an
 * Embedding of several words), or all to all in the layer's own way.
 */
export type Joins = 'weights' | 'each' | 'parts' | 'all';

export const joinsOf = ({ layers }: Network, { linear, mixes, activations }: Stage): Joins =>
  linear !== null
    ? 'weights'
    : !mixes
      ? 'each'
      : layers[activations[0]].type === 'Embedding'
        ? 'parts'
        : 'all';

/** Whether a unit is joined to an input, in rows of `units` and `inputs`. */
export function areJoined(joins: Joins, unit: number, units: number, input: number, inputs: number): boolean {
  return joins === 'each' || joins === 'parts' ? Math.floor((unit * inputs) / units) === input : true;
}

/** The layers after a row's Linear that change the numbers: a Flatten passes them on. */
export const changing = ({ layers }: Network, { activations }: Stage): number[] =>
  activations.filter(at => layers[at].type !== 'Flatten');

/**
 * The reason why a trace can't be drawn, as a sentence; null if it can: if each row of the input, a sample or one
 * position of a sample, goes through every layer alone.
 */
export function undrawable(trace: Trace): Sentence | null {
  const rows = positionsOf(trace);
  const { model, iterations, loss } = trace;
  if (loss.custom === true && rows.length > 1) {
    return say(
      "%1 is your own loss: it says each sample's share, not each position's, so this can't be drawn row by row.",
      loss.type
    );
  }
  const at = firstWithoutRows(trace, rows);
  const flatten = model.findIndex(({ type }, layer) => type === 'Flatten' && layer > at);
  if (at >= 0 && flatten >= 0) {
    return say(
      "This network can't be drawn row by row: '%1' (%2) works on several rows of a sample, which '%3' joins. Record the layers before '%3' alone, or those after it.",
      model[at].name,
      model[at].type,
      model[flatten].name
    );
  }
  return at < 0
    ? null
    : say(
        "This network can't be drawn row by row: '%1' (%2) makes %3 of %4 rows. Record the layers before or after it alone.",
        model[at].name,
        model[at].type,
        formatShape(iterations[0].forward[at].output.shape),
        formatShape(rows)
      );
}

/** `2–4–1`. */
export const architecture = ({ inputs, stages }: Network): string =>
  [inputs, ...stages.filter(({ number }) => number > 0).map(({ units }) => units)].join('–');
