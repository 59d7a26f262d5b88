import { formatShape } from '../engine/tensor';
import { LayerSpec, Trace, hasRows, positionsOf, rowShape, numbersPerRow } from '../trace';
import { Sentence, say } from '../engine/formula/expression';

/**
 * A row of neurons: a Linear and the activations that follow it; or, before the first Linear, activations alone;
 * or a layer of another kind that changes how many numbers there are, and what follows it. Layers are meant by
 * their place in the model.
 */
export interface Stage {
  /** 1 for the first row; 0 for activations before it. */
  number: number;
  linear: number | null;
  activations: number[];
  /** Whether its first layer makes each of its numbers from all that come in, in a way that is its own. */
  mixes: boolean;
  inputs: number;
  units: number;
  bias: boolean;
  /** Those of its layers, other than the Linear, that have parameters. */
  owners: number[];
}

/** What a model is, as a learner sees it: inputs, rows of neurons, outputs. */
export interface Network {
  layers: LayerSpec[];
  inputs: number;
  stages: Stage[];
  /** How many rows are numbered: with one, formulas need no numbers of rows. */
  depth: number;
}

const known = new WeakMap<LayerSpec[], Network>();

/** The rows of neurons of a trace; the same object each time, so that rows can be told apart by identity. */
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
 * The rows of neurons of a model.
 * @param params the names of its parameters
 * @param widths how many numbers come out of each layer; where that is not known, what the next Linear takes
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

/** The activations of a row through which one goes back unit by unit, in forward order. */
export const steppedBack = ({ activations, mixes }: Stage): number[] =>
  mixes ? activations.slice(1) : activations;

/** The layer whose output is the row's. */
export const lastLayer = (stage: Stage): number =>
  stage.activations[stage.activations.length - 1] ?? stage.linear!;

/** What leads to a row: weights, from each unit to its own alone, or from all to all in a way of its own. */
export const joinsOf = ({ linear, mixes }: Stage): 'weights' | 'each' | 'all' =>
  linear !== null ? 'weights' : mixes ? 'all' : 'each';

/**
 * What of a trace the views have no picture for, as a sentence; null when they can draw all of it: when each row of
 * the input, a sample or one position of a sample, goes through every layer alone.
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
  const at = iterations[0].forward.findIndex(({ output }) => !hasRows(output, rows));
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
