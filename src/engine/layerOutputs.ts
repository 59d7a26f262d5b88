import { RowActivation } from './layers/rowActivation';
import { layers, moduleOf } from './registry';
import type { Options } from './spec';
import { Tensor, sameShape } from './tensor';

/** A layer as a trace lists it: its type and, beside it, its options. */
export type LayerData = { type: string } & Record<string, unknown>;

/** What is known of a model's outputs, whatever its weights. */
export interface Outputs {
  /** The layer that limits them: the last that changes anything. */
  last: string;
  /** Probabilities of classes, their logarithms, or numbers that stand alone. */
  kind: 'probabilities' | 'logProbabilities' | 'numbers';
  /** The smallest and the largest possible output, to hundredths. */
  low: number;
  high: number;
  /** How many outputs there are; null if no layer says. */
  width: number | null;
}

/** Rows on which a layer is tried: −6 to 6, and numbers far away. */
const PROBES = Tensor.from([
  ...Array.from({ length: 49 }, (_, i) => [i / 4 - 6, 3 - i / 8]),
  [-1e9, 1e9],
  [1e9, -1e9]
]);
/** An output beyond is taken as without limit. */
const LIMITLESS = 100;

/** The options that give a layer's number of outputs, first match first. */
const widths = ['outFeatures', 'dModel', 'embeddingDim', 'numFeatures', 'features'];

/**
 * The outputs of a model, found by trying its last layers: a new activation needs no entry anywhere. Null if the last
 * layer is a notebook's own.
 * @param model its layers in forward order
 */
export function outputsOf(model: readonly LayerData[]): Outputs | null {
  const backward = model.slice().reverse();
  const tried = backward.map(layer => [layer, probed(layer)] as const);
  // Identity, and Dropout in use, pass on what goes in.
  const found = tried.find(([, out]) => out === null || !isInput(out));
  if (!found || !Object.hasOwn(layers, found[0].type)) {
    return null;
  }
  const [{ type: last }, out] = found;
  const width =
    backward.flatMap(layer => widths.map(name => layer[name])).find(n => typeof n === 'number') ?? null;
  if (!out) {
    return { last, kind: 'numbers', low: -Infinity, high: Infinity, width };
  }
  const [low, high] = [Math.min(...out.data), Math.max(...out.data)].map(limit);
  return { last, kind: kindOf(last, out), low, high, width };
}

/** A layer's output for the probes; null for a layer with parameters, or one that can't be made. */
function probed({ type, name: _name, custom: _custom, ...rest }: LayerData): Tensor | null {
  const options = rest as Options;
  try {
    if (!Object.hasOwn(layers, type) || layers[type].shapes(options, () => null)?.length !== 0) {
      return null;
    }
    const out = moduleOf({ type, options }).eval().forward(PROBES);
    return sameShape(out.shape, PROBES.shape) ? out : null;
  } catch {
    return null;
  }
}

const isInput = ({ data }: Tensor): boolean => data.every((x, i) => x === PROBES.data[i]);

/** Whether each row of the outputs makes 1 in sum: as it is, or its exponentials. */
function kindOf(type: string, { data }: Tensor): Outputs['kind'] {
  const makesOne = (f: (x: number) => number): boolean =>
    data.every((x, i) => i % 2 === 1 || Math.abs(f(x) + f(data[i + 1]) - 1) < 1e-9);
  if (!(layers[type].prototype instanceof RowActivation)) {
    return 'numbers';
  }
  return makesOne(x => x) ? 'probabilities' : makesOne(Math.exp) ? 'logProbabilities' : 'numbers';
}

const limit = (x: number): number =>
  Math.abs(x) > LIMITLESS ? Math.sign(x) * Infinity : Number(x.toFixed(2));
