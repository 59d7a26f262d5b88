import type { Expression } from '../engine/formula/expression';

/** What an expression is put together of, from left to right; nothing for a number or a quantity. */
export function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'number':
    case 'quantity':
      return [];
    case 'sum':
    case 'series':
      return e.terms;
    case 'product':
      return e.factors;
    case 'quotient':
      return [e.numerator, e.denominator];
    case 'negative':
    case 'applied':
      return [e.of];
    case 'power':
      return [e.base, e.exponent];
    case 'call':
      return e.args;
    case 'matrix':
      return e.entries.flat();
    case 'given':
      return [e.of, e.left, e.right];
  }
}
