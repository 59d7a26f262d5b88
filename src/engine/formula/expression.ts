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
  /** Of a whole vector or matrix: `1×3`, written under it. */
  shape?: string;
  /** What it stands for, in words; `%1` is its name. */
  note?: Sentence;
  /** The name as TeX, for a name that the printer doesn't know: `\\varphi`. */
  tex?: string;
  /** The name as it is read out, for a name that speech synthesis doesn't know: `phi`. */
  spoken?: string;
}

/** A sentence with blanks: `%1` is the first argument. English is the key to its translations. */
export interface Sentence {
  message: string;
  args: Argument[];
}

/** What fills a blank: text as it is, or a symbol. */
export type Argument = string | number | { symbol: Notation } | { feature: string };

export const say = (message: string, ...args: Argument[]): Sentence => ({ message, args });

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'quantity'; symbol: Notation; role: Role; value: number; ref?: string }
  | { kind: 'sum'; terms: Expression[] }
  /** A sum with a term an index: written Σ `general` when there are many terms. */
  | { kind: 'series'; terms: Expression[]; general: Expression; index: string }
  /** Of numbers, or of matrices; `⊙` says that these are multiplied element by element. */
  | { kind: 'product'; factors: Expression[]; sign?: '⊙' }
  | { kind: 'quotient'; numerator: Expression; denominator: Expression }
  | { kind: 'negative'; of: Expression }
  | { kind: 'power'; base: Expression; exponent: Expression }
  | { kind: 'call'; name: FunctionName; args: Expression[] }
  /** A function, by its name, of a whole vector: it has no one value. */
  | { kind: 'applied'; name: string; of: Expression }
  /** The entries that are written: of more rows or columns than that, the last stands behind dots. */
  | { kind: 'matrix'; entries: Expression[][]; rows: number; columns: number }
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

export const elementwise = (...factors: Expression[]): Expression => ({
  kind: 'product',
  factors,
  sign: '⊙'
});
export const applied = (name: string, of: Expression): Expression => ({ kind: 'applied', name, of });

/** Up to this many rows and columns of a matrix are written; of a larger one, the first and the last. */
const WRITTEN = 6;

/** A matrix by its entries. */
export function matrix(
  rows: number,
  columns: number,
  entry: (row: number, column: number) => Expression
): Expression {
  const [down, across] = [written(rows), written(columns)];
  return { kind: 'matrix', entries: down.map(i => across.map(j => entry(i, j))), rows, columns };
}

/** Which of `n` rows or columns are written. */
export const written = (n: number): number[] =>
  n <= WRITTEN ? Array.from({ length: n }, (_, i) => i) : [0, 1, 2, n - 1];

/** The symbol of a quantity. */
export const symbol = (e: Expression): Notation => (e.kind === 'quantity' ? e.symbol : { name: '?' });

/** The number of a quantity. */
export const valueOf = (e: Expression): number => (e.kind === 'quantity' ? e.value : NaN);

/** A quantity with an index that stands for any: `wⱼₖ`. */
export const generalOf = (e: Expression, sub: string): Expression =>
  e.kind === 'quantity' ? quantity({ ...e.symbol, sub }, e.role, NaN) : e;

const functions: Record<FunctionName, (...x: number[]) => number> = {
  exp: Math.exp,
  ln: Math.log,
  tanh: Math.tanh,
  max: Math.max,
  sqrt: Math.sqrt,
  abs: Math.abs,
  erf
};

/** The value of an expression, from the values of its quantities; NaN for a matrix, which has no one value. */
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
    case 'applied':
    case 'matrix':
      return NaN;
  }
}
