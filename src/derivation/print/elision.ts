/** Which terms of a long sum are written out. */
import type { Expression } from '../../engine/formula/expression';

/** Whether quantities are printed as symbols or as numbers. */
export type Mode = 'symbols' | 'numbers';

/** Longest sums that are written out in full, in terms. */
const WRITTEN = { symbols: 3, numbers: 6 };

/** The terms of a sum that are written out, and the number of omitted ones; `shown` is null for a Σ. */
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

/** The sums of an expression that are printed with omitted terms when printed with numbers. */
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

/** The two bounds of a Σ: `k=1,784` gives `k=1` and `784`. */
export const bounds = (index: string): string[] => index.split(',');
