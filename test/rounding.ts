/** How far rounding may take the value of a formula from the exact one: forward error analysis, to first order. */
import { Expression, evaluate } from '../src/engine/formula/expression';

const sum = (xs: number[]): number => xs.reduce((total, x) => total + x, 0);

/** A bound on |computed − exact|, the quantities taken as exact. */
export const roundingOf = (e: Expression): number => Number.EPSILON * unitsOf(e);

/** The bound in units of the machine's ε. Each operation adds one unit of its result. */
function unitsOf(e: Expression): number {
  switch (e.kind) {
    case 'sum':
    case 'series':
      return sum(e.terms.map(term => unitsOf(term) + Math.abs(evaluate(term))));
    case 'product': {
      const values = e.factors.map(evaluate);
      const others = (i: number): number => values.reduce((p, x, j) => (i === j ? p : p * Math.abs(x)), 1);
      return (
        sum(e.factors.map((factor, i) => times(unitsOf(factor), others(i)))) +
        values.length * Math.abs(evaluate(e))
      );
    }
    case 'quotient': {
      const [n, d] = [e.numerator, e.denominator];
      const value = Math.abs(evaluate(e));
      const below = Math.abs(evaluate(d));
      // An infinite denominator gives exactly 0.
      return below === Infinity ? 0 : (unitsOf(n) + times(value, unitsOf(d))) / below + value;
    }
    case 'negative':
    case 'given':
      return unitsOf(e.of);
    case 'power': {
      const base = evaluate(e.base);
      const exponent = evaluate(e.exponent);
      return times(unitsOf(e.base), Math.abs(exponent * base ** (exponent - 1))) + Math.abs(evaluate(e));
    }
    case 'call': {
      const [x] = e.args;
      const value = Math.abs(evaluate(e));
      switch (e.name) {
        case 'exp':
          return times(value, unitsOf(x)) + value;
        case 'ln':
          return unitsOf(x) / Math.abs(evaluate(x)) + value;
        case 'sqrt':
          return unitsOf(x) / (2 * value) + value;
        case 'erf':
          return (2 / Math.sqrt(Math.PI)) * unitsOf(x) + value;
        case 'max':
          return Math.max(...e.args.map(unitsOf));
        default:
          return unitsOf(x) + value;
      }
    }
    default:
      return 0;
  }
}

/** A product in which 0 · ∞ is 0. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);
