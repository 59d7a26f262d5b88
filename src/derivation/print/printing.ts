import type { Expression, Notation } from '../../engine/formula/expression';
import { formatNumber } from './numbers';

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

const isNegative = (e: Expression, mode: Mode): boolean =>
  (e.kind === 'number' || (e.kind === 'quantity' && mode === 'numbers')) && e.value < 0;

/** Whether it is printed as 1.2·10⁻⁷, which has no room for an exponent of its own. */
const hasExponent = (e: Expression, mode: Mode, digits: number): boolean =>
  (e.kind === 'number' || (e.kind === 'quantity' && mode === 'numbers')) &&
  formatNumber(e.value, digits).includes('×');

const isSum = (e: Expression): boolean => e.kind === 'sum' || e.kind === 'series';

const isBare = ({ sup, of, by }: Notation): boolean => !sup && !of && !by;

/** Whether a part of an expression has to be put in parentheses to be read rightly. */
export function needsParentheses(child: Expression, parent: Expression, mode: Mode, digits: number): boolean {
  const negative = isNegative(child, mode) || child.kind === 'negative';
  switch (parent.kind) {
    case 'sum':
    case 'series':
      // −(a + b) inside a sum, and + (−0.5).
      return negative || (isSum(child) && parent.kind === 'sum' && parent.terms[0] !== child);
    case 'product':
    case 'negative':
      return (
        negative ||
        isSum(child) ||
        child.kind === 'given' ||
        (child.kind === 'product' && parent.kind === 'product' && child.sign !== parent.sign)
      );
    case 'quotient':
      return false;
    case 'power':
      // A symbol with a superscript of its own has no room for an exponent.
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

/** The index of a general term: `k=1,784` as its two ends. */
export const bounds = (index: string): string[] => index.split(',');

/** Letters of symbols that TeX has commands for. */
const commands: Record<string, string> = {
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\varepsilon',
  η: '\\eta',
  κ: '\\kappa',
  λ: '\\lambda',
  μ: '\\mu',
  τ: '\\tau',
  σ: '\\sigma',
  // In braces: a superscript may follow.
  'σ²': '{\\sigma^2}',
  x̂: '\\hat{x}',
  ŷ: '\\hat{y}',
  Ŷ: '\\hat{Y}',
  g̃: '\\tilde{g}',
  ḡ: '\\bar{g}',
  m̂: '\\hat{m}',
  v̂: '\\hat{v}',
  ℓ: '\\ell'
};

/** The name of a symbol as TeX: a Greek letter, an upright word, or a letter with Δ or ′. */
export function nameToTeX(name: string): string {
  if (name.startsWith('Δ')) {
    return `\\Delta ${nameToTeX(name.slice(1))}`;
  }
  if (name.endsWith('′')) {
    return `${nameToTeX(name.slice(0, -1))}'`;
  }
  const [, letter, digit] = /^(.)([₀-₉])$/.exec(name) ?? [];
  if (letter) {
    return `{${letter}_${'₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)}}`;
  }
  return commands[name] ?? (name.length > 1 ? `\\operatorname{${name.replace(/[^\w]/g, '')}}` : name);
}
