import { Expression, evaluate, product, quantity, series } from '../engine/formula/expression';
import { slopesOf } from './backward';
import { Line } from './derivation';
import { Stage, changing, lastLayer } from './network';
import { Terms, valueOf } from './terms';

/** A path from a weight to the loss: its units, and the product of all its slopes. */
export interface Path {
  /** The unit in each row, from the weight's own row to the last. */
  units: number[];
  product: Expression;
}

/** The exact number of multiplications for one sample, given the slopes and ∂L/∂ŷ; additions are not counted. */
export interface Multiplications {
  /** For the one weight. */
  one: bigint;
  /** For the gradients of all weights and biases. */
  all: bigint;
}

/** A weight's gradient as the sum over every path from the loss to it. */
export interface Paths {
  /** The number of paths; if a layer blocks them, the number between the rows of neurons. */
  count: bigint;
  /** The paths; of too many the largest, largest first; empty if a layer blocks them. */
  paths: Path[];
  /** The type of the layer that blocks the paths, because it mixes a row. */
  blocked: string | null;
  /** The sum over all paths; without a form if not all are listed. */
  total: Line;
  /** Σ of the products of the listed paths. */
  listed: number;
  /** The cost path by path, and with one δ per unit. */
  byPath: Multiplications;
  byDelta: Multiplications;
}

/** At most this many paths are all listed. */
export const MAX_PATHS = 64;
/** Of more paths, this many are listed: the largest. */
export const LARGEST = 24;

/**
 * The share of the chosen sample: Σ over paths of ∂L/∂ŷ · f′(z) · w · … · f′(z) · x.
 * @param k the input of the weight; null for the bias
 */
export function pathsOf(terms: Terms, stage: Stage, unit: number, k: number | null): Paths {
  const { stages } = terms.network;
  const later = stages.slice(stages.indexOf(stage) + 1);
  const count = later.reduce((n, { units }) => n * BigInt(units), 1n);
  const share = k === null ? terms.biasShare(stage, unit) : terms.weightShare(stage, unit, k);
  const blocked = blockedBy(terms, stage, later);
  const all = count <= MAX_PATHS;
  const last = k === null ? [] : [terms.incoming(stage, k)];
  const routes = blocked ? [] : all ? everyRoute(later, unit) : largestRoutes(terms, stage, unit);
  const paths = routes.map(units => ({ units, product: productOf(terms, stage, units, last) }));
  const one = quantity({ name: 'p' }, 'gradient', NaN);
  const products = paths.map(path => path.product);
  const forms = blocked || !all ? [] : [series(products, one, `p=1,${count}`)];
  return {
    count,
    paths,
    blocked,
    total: { left: share, forms, result: share },
    listed: products.reduce((sum, each) => sum + evaluate(each), 0),
    byPath: multiplicationsByPath(stages, stage, k),
    byDelta: multiplicationsByDelta(stages, stage, k)
  };
}

/** The first layer on the way whose outputs depend on a whole row, such as softmax; null if there is none. */
function blockedBy(terms: Terms, stage: Stage, later: Stage[]): string | null {
  const { layers } = terms.network;
  const mixing = [stage, ...later].flatMap(each => [
    ...(each.linear === null && each !== stage ? [each.activations[0]] : []),
    ...changing(terms.network, each).filter(layer => terms.activation(layer) === null)
  ]);
  return mixing.length > 0 ? layers[mixing[0]].type : null;
}

/** Every path onwards from a unit, as lists of units. */
const everyRoute = (later: Stage[], unit: number): number[][] =>
  later.reduce(
    (routes, { units }) => routes.flatMap(route => Array.from({ length: units }, (_, j) => [...route, j])),
    [[unit]]
  );

/**
 * The paths of the largest products, found row by row from the loss back: a unit's largest paths continue along the
 * largest paths of the units after it. (Viterbi's algorithm, keeping several.)
 */
function largestRoutes(terms: Terms, from: Stage, unit: number): number[][] {
  const { stages } = terms.network;
  let ahead: { units: number[]; size: number }[][] = [];
  for (let at = stages.length - 1; at >= stages.indexOf(from); at--) {
    const stage = stages[at];
    const next = stages[at + 1];
    const weights = next && terms.reader.param(terms.iteration, terms.weightName(next))!.data;
    const known = ahead;
    const best = (j: number): (typeof known)[number] => {
      const own = slopesOf(terms, stage, j).reduce((size, slope) => size * Math.abs(valueOf(slope)), 1);
      const onwards = next
        ? known.flatMap((routes, to) =>
            routes.map(({ units, size }) => ({
              units: [j, ...units],
              size: own * size * Math.abs(weights[to * next.inputs + j])
            }))
          )
        : [{ units: [j], size: own * Math.abs(valueOf(terms.outputGrad(lastLayer(stage), j))) }];
      return onwards.sort((a, b) => b.size - a.size).slice(0, LARGEST);
    };
    ahead = stage === from ? [best(unit)] : Array.from({ length: stage.units }, (_, j) => best(j));
  }
  return ahead[0].map(({ units }) => units);
}

/** ∂L/∂ŷ · f′(z) · w · f′(z) · … · x along a route. */
function productOf(terms: Terms, from: Stage, units: number[], last: Expression[]): Expression {
  const { stages } = terms.network;
  const first = stages.indexOf(from);
  const end = stages[first + units.length - 1];
  const factors = units.flatMap((unit, i) => {
    const stage = stages[first + i];
    const incoming = i > 0 ? [terms.weight(stage, unit, units[i - 1])] : [];
    return [...incoming, ...slopesOf(terms, stage, unit)];
  });
  return product(terms.outputGrad(lastLayer(end), units[units.length - 1]), ...factors.reverse(), ...last);
}

/** A path of n factors takes n − 1 multiplications. */
function multiplicationsByPath(stages: Stage[], stage: Stage, k: number | null): Multiplications {
  const of = (from: Stage, factors: number): bigint => {
    const later = stages.slice(stages.indexOf(from) + 1);
    const paths = later.reduce((n, { units }) => n * BigInt(units), 1n);
    // The weight and the slopes of each later row, and the slopes of its own row.
    const along = later.reduce((n, { activations }) => n + 1 + activations.length, from.activations.length);
    return paths * BigInt(along + factors);
  };
  const all = stages
    .filter(({ linear }) => linear !== null)
    .reduce(
      (n, each) =>
        n +
        BigInt(each.units * each.inputs) * of(each, 1) +
        (each.bias ? BigInt(each.units) * of(each, 0) : 0n),
      0n
    );
  return { one: of(stage, k === null ? 0 : 1), all };
}

/** A unit's δ takes one multiplication per unit that it feeds and one per slope; a weight's gradient takes one more. */
function multiplicationsByDelta(stages: Stage[], stage: Stage, k: number | null): Multiplications {
  const at = stages.indexOf(stage);
  const ofUnit = (i: number): bigint => BigInt((stages[i + 1]?.units ?? 0) + stages[i].activations.length);
  const ofRow = (i: number): bigint => BigInt(stages[i].units) * ofUnit(i);
  const rows = (from: number): bigint => stages.reduce((n, _, i) => (i < from ? n : n + ofRow(i)), 0n);
  const first = stages.findIndex(({ linear }) => linear !== null);
  const weights = stages.reduce(
    (n, { linear, units, inputs }) => n + (linear === null ? 0n : BigInt(units * inputs)),
    0n
  );
  return { one: rows(at + 1) + ofUnit(at) + (k === null ? 0n : 1n), all: rows(first) + weights };
}
