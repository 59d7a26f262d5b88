import { Expression, children, evaluate } from '../../engine/formula/expression';
import { Line, digitsOf } from '../derivation';
import { elide } from '../print/elision';
import { EXACT, numberToTeX } from '../print/numbers';
import { Bounds, add, meet, multiply, negate, point, printed, share } from './bounds';
import { ZERO } from './fraction';
import { functions, named, raise } from './functions';

/** The smallest float64 that has all its digits. */
const NORMAL = 2.2250738585072014e-308;
/** Of at most so many digits, a number hides the rounding of a few float64 operations. */
const ROUNDED = 10;
/** How much larger than its result a formula's parts may be without a digit lost that is printed. */
const CANCELS = 1e4;

/**
 * Whether the numbers of a line's last formula, as printed, can give the result as printed: then "=" stands between
 * them, otherwise "≈". They can't where a product underflows to 0, a saturated function is printed as its limit, or the
 * digits of a float64 swallow a term. True also for a line that states nothing: of matrices, of NaN and ∞.
 * @param digits significant digits of the output
 */
export function holds(line: Line, digits: number): boolean {
  const { forms, result } = line;
  const last = forms[forms.length - 1] as Expression | undefined;
  if (!last || (result.kind !== 'quantity' && result.kind !== 'number') || !Number.isFinite(result.value)) {
    return true;
  }
  const own = digitsOf(line, digits);
  if (hidesRounding(last, result.value, own)) {
    return true;
  }
  const bounds = boundsOf(last, own);
  return bounds === null || meet(bounds, boundsOf(result, own)!);
}

/** Whether a result is rounded so much that the formula's float64 operations can't be seen in it. */
function hidesRounding(form: Expression, result: number, digits: number): boolean {
  const size = Math.abs(result);
  return (
    digits <= ROUNDED &&
    size > NORMAL &&
    numberToTeX(size, digits)
      .replace(/\{.*|\./g, '')
      .replace(/^0+/, '').length >= digits &&
    Math.abs(evaluate(form) - result) <= 1e-12 * size &&
    sizeOf(form) <= CANCELS * size
  );
}

/** The value of an expression if none of its sums cancelled. */
function sizeOf(e: Expression): number {
  switch (e.kind) {
    case 'sum':
    case 'series':
      return e.terms.reduce((total, term) => total + sizeOf(term), 0);
    case 'product':
      return e.factors.reduce((total, factor) => total * sizeOf(factor), 1);
    case 'quotient':
      return (sizeOf(e.numerator) * relative(e.denominator)) / Math.abs(evaluate(e.denominator));
    case 'negative':
    case 'given':
      return sizeOf(e.of);
    case 'quantity':
      // A number without all its digits hides nothing.
      return e.value !== 0 && Math.abs(e.value) < NORMAL ? Infinity : Math.abs(e.value);
    default:
      return (
        Math.abs(evaluate(e)) *
        (children(e).length > 0
          ? Math.max(1, ...children(e).map(part => Math.max(sizeOf(part), relative(part))))
          : 1)
      );
  }
}

/** How many times larger the parts of an expression are than its value. */
const relative = (e: Expression): number => sizeOf(e) / Math.abs(evaluate(e)) || 1;

/** The bounds of a printed expression; null if it has no one finite value. */
function boundsOf(e: Expression, digits: number): Bounds | null {
  const all = (parts: readonly Expression[]): Bounds[] | null => {
    const found = parts.map(part => boundsOf(part, digits));
    return found.every(part => part !== null) ? found : null;
  };
  switch (e.kind) {
    case 'number':
      return e.name === undefined ? printedBounds(e.value, EXACT) : named(e.value);
    case 'quantity':
      return printedBounds(e.value, digits);
    case 'sum':
    case 'series':
      return termsOf(e, digits)?.reduce(add, point(ZERO)) ?? null;
    case 'product':
      return e.sign ? null : (all(e.factors)?.reduce(multiply) ?? null);
    case 'quotient': {
      const above = boundsOf(e.numerator, digits);
      const below = termsOf(e.denominator, digits);
      return above && below && share(above, below);
    }
    case 'negative': {
      const of = boundsOf(e.of, digits);
      return of && negate(of);
    }
    case 'power': {
      const parts = all([e.base, e.exponent]);
      return parts && raise(parts[0], parts[1]);
    }
    case 'call': {
      const args = all(e.args);
      return args && functions[e.name](args);
    }
    case 'given':
      return boundsOf(e.of, digits);
    default:
      return null;
  }
}

/** The bounds of a sum's terms; of an expression that is no sum, its own. */
function termsOf(e: Expression, digits: number): Bounds[] | null {
  const terms = e.kind === 'sum' || e.kind === 'series' ? e.terms : [e];
  // Terms that are left out are as exact as the numbers they have.
  const written = e.kind === 'series' ? (elide(e, 'numbers').shown?.length ?? 0) : Infinity;
  const found = terms.map((term, i) => boundsOf(term, i < written ? digits : Infinity));
  return found.every(part => part !== null) ? found : null;
}

function printedBounds(x: number, digits: number): Bounds | null {
  if (!Number.isFinite(x)) {
    return null;
  }
  return digits === Infinity
    ? printed(x.toExponential(), digits)
    : printed(numberToTeX(x, digits).replace(/\{\\cdot\}10\^\{(.*)\}/, 'e$1'), digits);
}
