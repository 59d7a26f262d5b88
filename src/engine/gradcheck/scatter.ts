import type { Evaluation } from './evaluation';
import { Tensor } from '../tensor';

/** How far round-off moves what a model computes. */
export interface Scatter {
  /** Of each share of the loss. */
  shares: Float64Array;
  /** Whether a share has lost digits. */
  noisy: boolean;
  /** Of each gradient: the parameters in order, then the input. */
  grads: Float64Array[];
}

/** Passes with numbers moved by a rounding each. */
const PASSES = 4;
/** The distance from a number in [1, 2) to the next. */
const ULP = Number.EPSILON;
/** Steps, relative to every number, that show by how little each share can change. */
const STEPS = [-6, -10, -14, -18, -22, -26, -30, -34, -38, -42, -46, -50].map(power => 2 ** power);
/** A share whose scatter is more than so many of its last digits has lost digits. */
const LOST = 64;
/** In the place of a 0, which no rounding moves: so that a kink exactly there shows. */
const SPECK = 1e-100;

/**
 * Measures what round-off does: passes in which every number of the input, the parameters and the output is moved by
 * its last digit. Where digits are lost, as in ln(1 − ŷ) or in the normalisation of nearly equal numbers, the shares
 * and the gradients move far. What the loss rounds itself shows in how little it can change.
 * @param grads the gradients of the unmoved model
 * Source: Kahan, "How Futile are Mindless Assessments of Roundoff", 2006 (perturbed rounding).
 */
export function scatterOf(evaluation: Evaluation, grads: Float64Array[]): Scatter {
  const { model, input, parameters } = evaluation;
  const base = evaluation.shares();
  const scatter: Scatter = {
    shares: base.map(share => 4 * ULP * Math.abs(share)),
    noisy: false,
    grads: grads.map(grad => grad.map(g => 4 * ULP * Math.abs(g)))
  };
  const widen = (bounds: Float64Array, at: Float64Array, now: Float64Array): void =>
    bounds.forEach((bound, i) => {
      const moved = 2 * Math.abs(now[i] - at[i]);
      bounds[i] = moved > bound ? moved : bound;
    });
  const moving = [...parameters.map(([, { data }]) => data), ...(model.takesIndices ? [] : [input.data])];
  const kept = moving.map(data => data.slice());
  const coin = coins();
  const seen = [base];
  const restored = (what: () => void): void => {
    try {
      what();
    } catch {
      // A number that was moved out of what the loss is defined for tells nothing.
    } finally {
      moving.forEach((data, t) => data.set(kept[t]));
    }
  };
  for (let pass = 0; pass < PASSES; pass++) {
    restored(() => {
      moving.forEach(data => data.forEach((x, i) => (data[i] = moved(x, coin()))));
      const output = evaluation.output();
      seen.push(evaluation.sharesOf(output));
      widen(scatter.shares, base, seen[seen.length - 1]);
      const { shape, data } = output;
      const rounded = new Tensor(
        shape,
        data.map(x => moved(x, coin()))
      );
      widen(scatter.shares, base, evaluation.sharesOf(rounded));
      evaluation.zeroGrad();
      const back = evaluation.backward(rounded).data;
      const all = [...parameters.map(([, { grad }]) => grad.data), back];
      scatter.grads.forEach((bounds, t) => widen(bounds, grads[t], all[t]));
    });
  }
  // A share that is made from a rounded number, as ln(1 − ŷ) for a small ŷ, changes by steps of that number's rounding.
  const way = kept.map(data => data.map(x => (coin() ? x : -x)));
  for (const step of [...STEPS, ...STEPS.map(step => -step)]) {
    restored(() => {
      moving.forEach((data, t) => data.forEach((_, i) => (data[i] = kept[t][i] + step * way[t][i])));
      seen.push(evaluation.shares());
    });
  }
  scatter.shares.forEach((bound, s) => {
    scatter.shares[s] = Math.max(bound, 2 * smallestGap(seen.map(shares => shares[s])));
  });
  scatter.noisy = scatter.shares.some((bound, s) => bound > LOST * ULP * Math.abs(base[s]));
  return scatter;
}

/** The smallest distance between two different values; 0 if all are equal. */
function smallestGap(values: number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const gaps = sorted
    .slice(1)
    .map((x, i) => x - sorted[i])
    .filter(gap => gap > 0);
  return gaps.length > 0 ? Math.min(...gaps) : 0;
}

/** A number moved by its last digit; 1 only down and 0 only up, so that a probability stays one. */
function moved(x: number, up: boolean): number {
  if (x === 0) {
    return SPECK;
  }
  return x * (up && Math.abs(x) !== 1 ? 1 + ULP : 1 - ULP);
}

/** A fixed sequence of heads and tails: a linear congruential generator. */
function coins(): () => boolean {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state & 0x10000) !== 0;
  };
}
