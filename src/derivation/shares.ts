import { ElementwiseLoss } from '../engine';
import { Expression, quantity } from '../engine/formula/expression';
import { lossOf } from './replayedLayers';
import type { Operation } from './steps';
import { Terms, symbol, valueOf } from './terms';

/** A sum over the samples of a batch, taken apart. */
export interface Shares {
  /** What they sum to. */
  total: Expression;
  /** One a sample, in order. */
  shares: Expression[];
  /** What was there before the first of them; null where nothing was. */
  before: number | null;
  /** By how much a mean divides each share; null for a sum. */
  divisor: number | null;
}

/**
 * What each sample contributes to the number that an operation is about: to a weight's or a bias's gradient, to
 * the loss, or, for a δ, to the sum of all δ, which is the bias's gradient.
 * @returns null for an operation in which samples do not meet: forward, each goes alone
 */
export function sharesOf(terms: Terms, operation: Operation): Shares | null {
  const { reader, iteration } = terms;
  const each = (share: (of: Terms) => Expression): Expression[] =>
    Array.from({ length: reader.samples }, (_, s) => share(terms.at(s)));
  const divisor = divisorOf(terms);
  switch (operation.kind) {
    case 'loss':
      return { total: terms.loss(), shares: each(of => of.lossShare()), before: null, divisor };
    case 'weight':
    case 'bias':
    case 'update': {
      const { stage, unit } = operation;
      const k = operation.kind === 'bias' ? null : operation.input;
      const name = k === null ? terms.biasName(stage) : terms.weightName(stage);
      const at = k === null ? unit : unit * stage.inputs + k;
      return {
        total: terms.grad(stage, unit, k),
        shares: each(of => (k === null ? of.biasShare(stage, unit) : of.weightShare(stage, unit, k))),
        before: reader.hasGradsBefore(iteration) ? reader.gradBefore(iteration, name, at) : null,
        divisor
      };
    }
    case 'arrives':
    case 'slope': {
      const { stage, unit } = operation;
      if (stage.linear === null) {
        return null;
      }
      const shares = each(of => of.outputGrad(stage.linear!, unit));
      const delta = symbol(shares[0]);
      const sum = shares.reduce((part, share) => part + valueOf(share), 0);
      const total = quantity({ ...delta, name: `Σ${delta.name}` }, 'gradient', sum);
      return { total, shares, before: null, divisor };
    }
    default:
      return null;
  }
}

/** By how much a mean divides: samples, times outputs where each of them is compared by itself. */
function divisorOf(terms: Terms): number | null {
  const { samples, trace } = terms.reader;
  if (trace.loss.reduction === 'sum') {
    return null;
  }
  return lossOf(terms) instanceof ElementwiseLoss ? samples * terms.outputs : samples;
}

/** How much of some shares cancels: Σ|share|, |Σ share|, and the part of the first that is not in the second. */
export function cancellation(shares: number[]): { absolute: number; net: number; part: number } {
  const absolute = shares.reduce((sum, x) => sum + Math.abs(x), 0);
  const net = Math.abs(shares.reduce((sum, x) => sum + x, 0));
  return { absolute, net, part: absolute > 0 ? 1 - net / absolute : 0 };
}

/** Neighbouring samples as one bar: what of them is positive and what negative, and their largest. */
export interface Bin {
  from: number;
  /** After the last. */
  to: number;
  positive: number;
  negative: number;
  largest: number;
}

/** At most `most` bins, each of as many neighbours as the others, but for the last. */
export function binned(shares: number[], most: number): Bin[] {
  const size = Math.ceil(shares.length / most);
  return Array.from({ length: Math.ceil(shares.length / size) }, (_, i): Bin => {
    const bin = { from: i * size, to: Math.min(shares.length, (i + 1) * size), positive: 0, negative: 0 };
    let largest = bin.from;
    for (let s = bin.from; s < bin.to; s++) {
      bin[shares[s] < 0 ? 'negative' : 'positive'] += shares[s];
      largest = Math.abs(shares[s]) > Math.abs(shares[largest]) ? s : largest;
    }
    return { ...bin, largest };
  });
}
