import { Expression, quantity } from '../engine/formula/expression';
import { lossOf } from './replayedLayers';
import type { Operation } from './steps';
import { Terms, symbol, valueOf } from './terms';

/** A sum over the batch, split into the samples' shares. */
export interface Shares {
  /** The sum. */
  total: Expression;
  /** One per sample, in order. */
  shares: Expression[];
  /** The gradient before this iteration's shares were added; null if it was zeroed. */
  before: number | null;
  /** The N of a mean's 1/N, which is in each share, or the sum of the weights; null for a sum. */
  divisor: number | null;
}

/**
 * What each sample contributes to the number that an operation is about: to a weight's or a bias's gradient, to
 * the loss, or, for a δ, to the sum of all δ, which is the bias's gradient.
 * @returns null for a forward operation: each sample goes alone
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
    case 'after':
      return (
        terms.after && {
          total: terms.after.loss(),
          shares: each(of => of.after!.lossShare()),
          before: null,
          divisor
        }
      );
    default:
      return null;
  }
}

/** Whether the loss is the mean of the samples' own losses, in which all samples count alike. */
export function isPlainMean(terms: Terms): boolean {
  const { samples } = terms.reader;
  const divisor = samples > 1 && lossOf(terms) ? divisorOf(terms) : null;
  return divisor !== null && (!terms.namesClass || divisor === samples);
}

/** The sample's own loss; its share of the batch's loss where the samples don't count alike. */
export const sampleLoss = (terms: Terms): Expression =>
  isPlainMean(terms) ? terms.ownLoss() : terms.lossShare();

/** What a mean divides by: its number of terms, or the sum of their weights; null for a sum. */
function divisorOf(terms: Terms): number | null {
  const { samples, trace, target } = terms.reader;
  if (trace.loss.reduction === 'sum') {
    return null;
  }
  const last = terms.network.layers.length - 1;
  return lossOf(terms)?.divisor(terms.reader.layerOutput(terms.iteration, last), target) ?? samples;
}

/** How much the shares cancel: Σ|share|, |Σ share|, and 1 − |Σ share| / Σ|share|. */
export function cancellation(shares: number[]): { absolute: number; net: number; part: number } {
  const absolute = shares.reduce((sum, x) => sum + Math.abs(x), 0);
  const net = Math.abs(shares.reduce((sum, x) => sum + x, 0));
  return { absolute, net, part: absolute > 0 ? 1 - net / absolute : 0 };
}

/** Neighbouring samples as one bar: the sums of their positive and negative shares, and the largest share's sample. */
export interface Bin {
  from: number;
  /** Exclusive. */
  to: number;
  positive: number;
  negative: number;
  largest: number;
}

/** Puts neighbouring samples into at most `most` bins of equal size; the last may be smaller. */
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
