import { Expression, Role, product, quantity, series, sum } from '../engine/formula/expression';
import { Block, lineOf } from './derivation';
import { lossPart } from './forward';
import type { Stage } from './network';
import type { Operation } from './steps';
import { Terms, symbol } from './terms';

/**
 * An operation for the whole batch, in numbers: a gradient as the sum over the samples, the loss as the sum of its
 * shares. Quantities of each sample alone are shown as matrices (see matrix/), not as one line per sample.
 */
export function batchBlocks(terms: Terms, operation: Operation): Block[] {
  switch (operation.kind) {
    case 'loss':
      return lossPart(terms).blocks.slice(-1);
    case 'weight':
    case 'bias':
      return gradient(terms, operation);
    default:
      return [];
  }
}

/** ∂L/∂w = Σᵢ δ⁽ⁱ⁾ x⁽ⁱ⁾ = Σᵢ ∂L⁽ⁱ⁾/∂w, plus the gradient from before. */
function gradient(terms: Terms, operation: Extract<Operation, { kind: 'weight' | 'bias' }>): Block[] {
  const { stage, unit } = operation;
  const k = operation.kind === 'weight' ? operation.input : null;
  return sumOverBatch(terms, stage, unit, k).map(({ heading, lines: [line] }) => {
    const { samples } = terms.reader;
    const factors = (of: Terms): Expression[] => [
      of.outputGrad(stage.linear!, unit),
      ...(k === null ? [] : [of.incoming(stage, k)])
    ];
    const parts = Array.from({ length: samples }, (_, s) =>
      product(...factors(terms.at(s)).map(e => (samples === 1 ? e : ofSample(e, String(s + 1)))))
    );
    const one = product(...factors(terms).map(e => ofSample(quantity(symbol(e), roleOf(e), NaN), 'i')));
    const total = series(parts, one, `i=1,${samples}`);
    const [shares] = line.forms;
    const form = shares.kind === 'sum' ? sum(total, ...shares.terms.slice(1)) : total;
    // For a bias both sums have the same terms.
    return { heading, lines: [{ ...line, forms: k === null ? [form] : [form, shares] }] };
  });
}

/** The quantity with the index of a sample: δ⁽²⁾, or δ⁽ⁱ⁾ of any. */
const ofSample = (e: Expression, index: string): Expression =>
  e.kind === 'quantity' ? { ...e, symbol: { ...e.symbol, sup: `${e.symbol.sup ?? ''}[${index}]` } } : e;

const roleOf = (e: Expression): Role => (e.kind === 'quantity' ? e.role : 'gradient');

/** The batch's gradient as the sum of the samples' shares and the gradient from before; empty for a single sample. */
export function sumOverBatch(terms: Terms, stage: Stage, unit: number, k: number | null): Block[] {
  const { samples } = terms.reader;
  const name = k === null ? terms.biasName(stage) : terms.weightName(stage);
  const left = terms.reader.hasGradsBefore(terms.iteration)
    ? terms.reader.gradBefore(terms.iteration, name, k === null ? unit : unit * stage.inputs + k)
    : null;
  if (samples === 1 && left === null) {
    return [];
  }
  const grad = terms.grad(stage, unit, k);
  const forms = (): Expression[] => {
    const by = symbol(grad).by;
    const shares = Array.from({ length: samples }, (_, s) =>
      k === null ? terms.at(s).biasShare(stage, unit) : terms.at(s).weightShare(stage, unit, k)
    );
    const one = quantity({ name: 'L', sup: '[i]', by }, 'gradient', NaN);
    const total = samples === 1 ? shares[0] : series(shares, one, `i=1,${samples}`);
    return [left === null ? total : sum(total, quantity({ name: 'g', sub: '0' }, 'gradient', left))];
  };
  return [{ heading: 'Sum over the batch', lines: [lineOf(grad, forms, grad)] }];
}
