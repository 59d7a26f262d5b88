import { Expression, evaluate } from '../engine/formula/expression';

/** Whether a formula gives a number, but for the rounding of its terms. */
export const agrees = (e: Expression, value: number): boolean =>
  Math.abs(evaluate(e) - value) <= 1e-9 * Math.abs(value) + 64 * Number.EPSILON * sizeOf(e);

/** The sum of a formula's terms by size: the rounding is a fraction of it, also where the terms cancel. */
function sizeOf(e: Expression): number {
  switch (e.kind) {
    case 'sum':
    case 'series':
      return e.terms.reduce((total, term) => total + sizeOf(term), 0);
    case 'product':
      return e.factors.reduce((total, factor) => total * sizeOf(factor), 1);
    case 'quotient':
      return sizeOf(e.numerator) / Math.abs(evaluate(e.denominator));
    case 'negative':
    case 'given':
      return sizeOf(e.of);
    default:
      return Math.abs(evaluate(e));
  }
}
