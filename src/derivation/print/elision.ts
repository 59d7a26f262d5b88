/** Which terms of a long sum are written out. */
import type { Expression } from '../../engine/formula/expression';

/** Whether quantities are printed as symbols or as numbers. */
export type Mode = 'symbols' | 'numbers';

/** Up to this many terms of a sum are written out with symbols, and with numbers. */
const WRITTEN = { symbols: 3, numbers: 6 };

/** The terms of a long sum that are written out, and how many are not; none for a Σ. */
export function elide(
  e: Extract<Expression, { kind: 'series' }>,
  mode: Mode
): { shown: Expression[] | null; hidden: number } {
  if (e.terms.length <= WRITTEN[mode]) {
    return { shown: e.terms, hidden: 0 };
  }
  if (mode === 'symbols') {
    return { shown: null, hidden: 0 };
  }
  const shown = e.terms.slice(0, WRITTEN.numbers - 1);
  return { shown, hidden: e.terms.length - shown.length };
}

type Series = Extract<Expression, { kind: 'series' }>;

/** The sums in an expression of which not all terms are written out, with numbers. */
export function elidedSums(e: Expression): Series[] {
  switch (e.kind) {
    case 'series':
      return elide(e, 'numbers').hidden > 0 ? [e] : [];
    case 'sum':
      return e.terms.flatMap(elidedSums);
    case 'product':
      return e.factors.flatMap(elidedSums);
    case 'quotient':
      return [e.numerator, e.denominator].flatMap(elidedSums);
    case 'negative':
      return elidedSums(e.of);
    default:
      return [];
  }
}

/** The index of a general term: `k=1,784` as its two ends. */
export const bounds = (index: string): string[] => index.split(',');
