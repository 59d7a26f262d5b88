/**
 * Formulas as data: what a layer, a loss or an optimiser says about itself, so that one formula can be
 * printed as TeX, as plain text and as speech, shown with symbols or with numbers, and evaluated.
 */

import { erf } from './erf';

/** What a quantity is; decides its colour wherever it is shown. */
export type Role = 'input' | 'weight' | 'bias' | 'z' | 'activation' | 'gradient' | 'loss' | 'target' | 'rate';

/** How a quantity is written: `w` with subscript `21` and superscript `(1)`, `σ′` of `z`, `∂L` by `∂w`. */
export interface Notation {
  name: string;
  sub?: string;
  sup?: string;
  /** The argument, for σ(z). */
  of?: Notation;
  /** The denominator, for ∂L/∂w: `name` is then the numerator's. */
  by?: Notation;
}

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'quantity'; symbol: Notation; role: Role; value: number; ref?: string }
  | { kind: 'sum'; terms: Expression[] }
  /** A sum with a term an index: written Σ `general` when there are many terms. */
  | { kind: 'series'; terms: Expression[]; general: Expression; index: string }
  | { kind: 'product'; factors: Expression[] }
  | { kind: 'quotient'; numerator: Expression; denominator: Expression }
  | { kind: 'negative'; of: Expression }
  | { kind: 'power'; base: Expression; exponent: Expression }
  | { kind: 'call'; name: FunctionName; args: Expression[] }
  /** `of`, which holds because of a comparison: the branch that a piecewise function takes. */
  | { kind: 'given'; of: Expression; left: Expression; relation: Relation; right: Expression };

export type Relation = '>' | '<' | '≥' | '≤' | '=';

export type FunctionName = 'exp' | 'ln' | 'tanh' | 'max' | 'sqrt' | 'abs' | 'erf';

/** One step of a chain of quantities: what is defined, and by what. */
export interface Definition {
  symbol: Notation;
  role: Role;
  formula: Expression;
  /** The entry of the parameter's state that keeps it for the next step. */
  state?: string;
}

type Operand = Expression | number;
const lift = (x: Operand): Expression => (typeof x === 'number' ? { kind: 'number', value: x } : x);

export const number = (value: number): Expression => ({ kind: 'number', value });
export const quantity = (symbol: Notation, role: Role, value: number, ref?: string): Expression =>
  ref === undefined
    ? { kind: 'quantity', symbol, role, value }
    : { kind: 'quantity', symbol, role, value, ref };
export const sum = (...terms: Operand[]): Expression => ({ kind: 'sum', terms: terms.map(lift) });
export const difference = (a: Operand, b: Operand): Expression => sum(a, negative(b));
export const product = (...factors: Operand[]): Expression => ({
  kind: 'product',
  factors: factors.map(lift)
});
export const quotient = (a: Operand, b: Operand): Expression => ({
  kind: 'quotient',
  numerator: lift(a),
  denominator: lift(b)
});
export const negative = (x: Operand): Expression => ({ kind: 'negative', of: lift(x) });
export const power = (base: Operand, exponent: Operand): Expression => ({
  kind: 'power',
  base: lift(base),
  exponent: lift(exponent)
});
export const call = (name: FunctionName, ...args: Operand[]): Expression => ({
  kind: 'call',
  name,
  args: args.map(lift)
});
export const given = (of: Operand, left: Operand, relation: Relation, right: Operand): Expression => ({
  kind: 'given',
  of: lift(of),
  left: lift(left),
  relation,
  right: lift(right)
});
export const series = (terms: Expression[], general: Expression, index: string): Expression => ({
  kind: 'series',
  terms,
  general,
  index
});

const functions: Record<FunctionName, (...x: number[]) => number> = {
  exp: Math.exp,
  ln: Math.log,
  tanh: Math.tanh,
  max: Math.max,
  sqrt: Math.sqrt,
  abs: Math.abs,
  erf
};

/** The value of an expression, from the values of its quantities. */
export function evaluate(e: Expression): number {
  switch (e.kind) {
    case 'number':
    case 'quantity':
      return e.value;
    case 'sum':
    case 'series':
      return e.terms.reduce((total, term) => total + evaluate(term), 0);
    case 'product':
      return e.factors.reduce((total, factor) => total * evaluate(factor), 1);
    case 'quotient':
      return evaluate(e.numerator) / evaluate(e.denominator);
    case 'negative':
      return -evaluate(e.of);
    case 'power':
      return evaluate(e.base) ** evaluate(e.exponent);
    case 'call':
      return functions[e.name](...e.args.map(evaluate));
    case 'given':
      return evaluate(e.of);
  }
}
