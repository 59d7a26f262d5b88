import { Expression, product, quantity, series } from '../engine/expression';
import { slopesOf } from './backward';
import { Line } from './derivation';
import { Stage, lastLayer } from './network';
import { Terms } from './terms';

/** One way from a weight to the loss: the units it goes through, and the product of all slopes on it. */
export interface Path {
  /** The unit in each row from the weight's own to the last. */
  units: number[];
  product: Expression;
}

/** A weight's gradient as the sum over every path from the loss to it. */
export interface Paths {
  /** How many there are. */
  count: number;
  /** Each of them; empty when there are more than can be read. */
  paths: Path[];
  /** The sum, and what it comes to. */
  total: Line;
}

/** More paths than this are counted, not listed. */
export const MAX_PATHS = 64;

/**
 * The share of the chosen sample: Σ over paths of ∂L/∂ŷ · f′(z) · w · … · f′(z) · x.
 * @param k the input of the weight; null for the bias
 */
export function pathsOf(terms: Terms, stage: Stage, unit: number, k: number | null): Paths {
  const { stages } = terms.network;
  const later = stages.slice(stages.indexOf(stage) + 1);
  const count = later.reduce((n, { units }) => n * units, 1);
  const share = k === null ? terms.biasShare(stage, unit) : terms.weightShare(stage, unit, k);
  const paths =
    count > MAX_PATHS || !followable(terms, stage, later)
      ? []
      : walk(terms, stage, unit, k === null ? [] : [terms.incoming(stage, k)]);
  const one = quantity({ name: 'p' }, 'gradient', NaN);
  const form =
    paths.length === 0
      ? share
      : series(
          paths.map(path => path.product),
          one,
          `p=1,${count}`
        );
  return { count, paths, total: { left: share, forms: [form], result: share } };
}

/** Whether each number on the way depends on one number before it: a layer like softmax mixes a whole row. */
const followable = (terms: Terms, stage: Stage, later: Stage[]): boolean =>
  later.every(({ linear }) => linear !== null) &&
  [stage, ...later].every(({ activations }) => activations.every(layer => terms.activation(layer) !== null));

/** Every path onwards from a unit, given the factors collected before it. */
function walk(terms: Terms, stage: Stage, unit: number, collected: Expression[]): Path[] {
  const { stages } = terms.network;
  const slopes = slopesOf(terms, stage, unit);
  const factors = [...slopes.reverse(), ...collected];
  const next = stages[stages.indexOf(stage) + 1];
  if (!next) {
    return [{ units: [unit], product: product(terms.outputGrad(lastLayer(stage), unit), ...factors) }];
  }
  return Array.from({ length: next.units }, (_, j) =>
    walk(terms, next, j, [terms.weight(next, j, unit), ...factors])
  )
    .flat()
    .map(path => ({ ...path, units: [unit, ...path.units] }));
}
