import { Expression, evaluate } from '../../engine/formula/expression';
import type { Mode } from './elision';
import { EXACT, formatNumber } from './numbers';

/**
 * The significant digits at which the sides of a comparison, printed as numbers, can be told apart: 0.30001 > 0.3 at
 * four digits would read 0.3000 > 0.3.
 */
export function digitsToCompare(
  { left, right }: Extract<Expression, { kind: 'given' }>,
  mode: Mode,
  digits: number
): number {
  const [a, b] = mode === 'numbers' ? [left, right].map(evaluate) : [0, 0];
  let enough = digits;
  while (a !== b && enough < EXACT && near(a, b, enough)) {
    enough++;
  }
  return enough;
}

/** Whether two numbers are the same when rounded, also if one of them is printed with fewer digits. */
const near = (a: number, b: number, digits: number): boolean =>
  formatNumber(a, digits) === formatNumber(b, digits) ||
  Number(a.toPrecision(digits)) === Number(b.toPrecision(digits));
