import { formatShape } from '../engine/tensor';
import type { LayerSpec, Trace } from '../trace';

/**
 * A row of neurons: a Linear and the activations that follow it, or, before the first Linear, activations
 * alone. Layers are meant by their place in the model.
 */
export interface Stage {
  /** 1 for the first Linear; 0 for activations before it. */
  number: number;
  linear: number | null;
  activations: number[];
  inputs: number;
  units: number;
  bias: boolean;
}

/** What a model is, as a learner sees it: inputs, rows of neurons, outputs. */
export interface Network {
  layers: LayerSpec[];
  inputs: number;
  stages: Stage[];
  /** How many Linears there are: with one, formulas need no layer numbers. */
  depth: number;
}

const known = new WeakMap<LayerSpec[], Network>();

/** The rows of neurons of a model; the same object each time, so that rows can be told apart by identity. */
export function readNetwork(layers: LayerSpec[], inputs: number): Network {
  const network = known.get(layers) ?? parseLayers(layers, inputs);
  known.set(layers, network);
  return network;
}

function parseLayers(layers: LayerSpec[], inputs: number): Network {
  const stages: Stage[] = [];
  let width = inputs;
  layers.forEach((layer, at) => {
    if (layer.type === 'Linear') {
      const units = layer.outFeatures as number;
      const number = stages.filter(({ linear }) => linear !== null).length + 1;
      stages.push({ number, linear: at, activations: [], inputs: width, units, bias: layer.bias !== false });
      width = units;
    } else if (stages.length === 0) {
      stages.push({ number: 0, linear: null, activations: [at], inputs, units: inputs, bias: false });
    } else {
      stages[stages.length - 1].activations.push(at);
    }
  });
  return { layers, inputs, stages, depth: stages.filter(({ linear }) => linear !== null).length };
}

/** The layer whose output is the row's. */
export const lastLayer = (stage: Stage): number =>
  stage.activations[stage.activations.length - 1] ?? stage.linear!;

/**
 * What of a trace the views have no picture for yet, as a sentence; null when they can draw all of it: rows of
 * numbers, each row made from the one before by a Linear or number by number.
 */
export function undrawable({ model, data, iterations }: Trace): string | null {
  if (data.input.shape.length !== 2) {
    return `Inputs of ${formatShape(data.input.shape)} can't be drawn yet: only samples × features.`;
  }
  let width = data.input.shape[1];
  for (const [i, { name, type, outFeatures }] of model.entries()) {
    width = type === 'Linear' ? (outFeatures as number) : width;
    const { shape } = iterations[0].forward[i].output;
    if (shape.length !== 2 || shape[1] !== width) {
      return `The layer '${name}' (${type}) can't be drawn yet: it changes the shape of what comes in.`;
    }
  }
  return null;
}

/** `2–4–1`. */
export const architecture = ({ inputs, stages }: Network): string =>
  [inputs, ...stages.filter(({ linear }) => linear !== null).map(({ units }) => units)].join('–');
