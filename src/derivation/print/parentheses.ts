import type { Expression, Notation } from '../../engine/formula/expression';
import type { Mode } from './elision';
import { EXACT, formatNumber } from './numbers';

/** Whether an expression is printed with a minus in front. */
export const isNegative = (e: Expression, mode: Mode): boolean =>
  e.kind === 'negative' ||
  ((e.kind === 'number' || (e.kind === 'quantity' && mode === 'numbers')) && e.value < 0);

/** Whether a number is printed as 1.2·10⁻⁷, which needs parentheses to take an exponent. */
export const hasExponent = (e: Expression, mode: Mode, digits: number): boolean =>
  (e.kind === 'number' || (e.kind === 'quantity' && mode === 'numbers')) &&
  formatNumber(e.value, e.kind === 'number' ? EXACT : digits).includes('×');

const isSum = (e: Expression): boolean => e.kind === 'sum' || e.kind === 'series';

/** Whether an exponent can follow a symbol: one with a superscript or a prime can't take another. */
const isBare = ({ name, sup, of, by }: Notation): boolean => !sup && !of && !by && !/[²³′]$/.test(name);

/** Whether a part of an expression needs parentheses. @param digits significant digits of its numbers */
export function needsParentheses(child: Expression, parent: Expression, mode: Mode, digits: number): boolean {
  const negative = isNegative(child, mode);
  switch (parent.kind) {
    case 'sum':
    case 'series':
      // −(a + b) inside a sum, and + (−0.5); Σ (a + b).
      return negative || child.kind === 'given' || (isSum(child) && parent.terms[0] !== child);
    case 'product':
    case 'negative':
      return (
        negative ||
        isSum(child) ||
        child.kind === 'given' ||
        (child.kind === 'product' && parent.kind === 'product' && child.sign !== parent.sign)
      );
    case 'given':
      return child.kind === 'given';
    case 'power':
      return (
        negative ||
        hasExponent(child, mode, digits) ||
        (child.kind !== 'number' &&
          (child.kind !== 'quantity' || (mode === 'symbols' && !isBare(child.symbol))))
      );
    default:
      return false;
  }
}
