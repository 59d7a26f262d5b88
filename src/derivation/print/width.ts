/** Estimates the width of a typeset formula, to decide where a line is broken. */
import type { Expression, Notation } from '../../engine/formula/expression';
import { Line, digitsOf } from '../derivation';
import { EXACT, formatNumber } from './numbers';
import { digitsToCompare } from './comparison';
import { Mode, elide } from './elision';
import { needsParentheses } from './parentheses';

/** Widths in TeX's fonts, in em: signs with the spaces around them, parentheses, and the bar of a fraction. */
export const PLUS = 1.22;
export const EQUALS = 1.34;
export const MINUS = 0.8;
export const TIMES = 0.73;
const PARENTHESES = 1;
const BAR = 0.24;
/** Width of a letter in a script and in an upright word, in em. */
const SCRIPT = 0.37;
const UPRIGHT = 0.53;

/** The width of an expression, in em. */
export function widthOf(e: Expression, mode: Mode, digits: number): number {
  const inner = (child: Expression): number => partWidth(child, e, mode, digits);
  const along = (parts: readonly Expression[], between: number): number =>
    parts.reduce((width, part, i) => width + inner(part) + (i > 0 ? between : 0), 0);
  switch (e.kind) {
    case 'number':
      return e.name === undefined ? numberWidth(e.value, EXACT) : wordWidth(e.name);
    case 'quantity':
      return mode === 'symbols' ? symbolWidth(e.symbol) : numberWidth(e.value, digits);
    case 'sum':
      return along(e.terms, PLUS);
    case 'series': {
      const { shown, hidden } = elide(e, mode);
      return shown ? along(shown, PLUS) + (hidden > 0 ? MORE + PLUS : 0) : SUM + inner(e.general);
    }
    case 'product':
      return along(e.factors, TIMES);
    case 'quotient':
      return BAR + Math.max(inner(e.numerator), inner(e.denominator));
    case 'negative':
      return MINUS + inner(e.of);
    case 'power':
      return inner(e.base) + 0.7 * widthOf(e.exponent, mode, digits);
    case 'call':
      return callWidth(e, mode, digits);
    case 'applied':
      return wordWidth(e.name) + PARENTHESES + widthOf(e.of, mode, digits);
    case 'matrix': {
      const widest = (column: number): number =>
        Math.max(...e.entries.map(row => widthOf(row[column], mode, digits)));
      const dots = e.entries[0].length < e.columns ? 2.2 : 0;
      return e.entries[0].reduce((width, _, column) => width + widest(column) + 1, 0.8) + dots;
    }
    case 'given': {
      const own = digitsToCompare(e, mode, digits);
      const sides = widthOf(e.left, mode, own) + widthOf(e.right, mode, own);
      return 2.8 + EQUALS + inner(e.of) + sides;
    }
  }
}

/** Width of the words for omitted terms, and of a Σ with its bounds, in em. */
const MORE = 7;
const SUM = 1.8;

/** The width of a part of an expression, with its parentheses. */
export const partWidth = (child: Expression, parent: Expression, mode: Mode, digits: number): number =>
  widthOf(child, mode, digits) + (needsParentheses(child, parent, mode, digits) ? PARENTHESES : 0);

/** The width of a line on one row. */
export function lineWidth(line: Line, digits: number): number {
  const { left, forms, result } = line;
  const own = digitsOf(line, digits);
  const last = forms.slice(-1).filter(() => result.kind !== 'matrix');
  const sides = [
    ...forms.map(form => widthOf(form, 'symbols', digits)),
    ...last.map(form => widthOf(form, 'numbers', own)),
    // In bold.
    1.15 * widthOf(result, 'numbers', own)
  ];
  return sides.reduce((width, side) => width + EQUALS + side, widthOf(left, 'symbols', digits));
}

function callWidth(e: Extract<Expression, { kind: 'call' }>, mode: Mode, digits: number): number {
  const args = e.args.reduce((sum, arg) => sum + 0.6 + widthOf(arg, mode, digits), -0.6);
  switch (e.name) {
    case 'exp':
      return 0.5 + 0.7 * args;
    case 'sqrt':
      return 0.9 + args;
    case 'abs':
      return 0.6 + args;
    default:
      return wordWidth(e.name) + PARENTHESES + args;
  }
}

/** The width of a number, in em; all digits have the same width. */
function numberWidth(x: number, digits: number): number {
  const [mantissa, power] = formatNumber(x, digits).split('×10');
  const wide = Array.from(mantissa).reduce(
    (width, letter) => width + (letter === '.' ? 0.28 : letter === '−' ? 0.78 : 0.5),
    0
  );
  return wide + (power === undefined ? 0 : 1.28 + SCRIPT * power.length);
}

const wordWidth = (name: string): number => UPRIGHT * Array.from(name).length + 0.17;

function symbolWidth({ name, sub = '', sup = '', of, by }: Notation): number {
  // ŷ is one letter, also where it is written as two; Δw is two.
  const letters = Array.from(name.replace(/[\u0300-\u036f]/g, ''));
  const head =
    (letters.length > 2 ? wordWidth(name) : 0.62 * letters.length) +
    SCRIPT * Math.max(sub.length, sup.length);
  if (by) {
    return BAR + 0.56 + Math.max(head, symbolWidth(by));
  }
  return of ? head + 0.8 + symbolWidth(of) : head;
}
