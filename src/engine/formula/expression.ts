/**
 * Formulas as data, with which layers, losses and optimisers describe their computation: one formula can be
 * printed as TeX, as plain text and as speech, with symbols or with numbers, and evaluated.
 */

import { erf } from './erf';

/** The kind of a quantity, which decides its colour. */
export type Role = 'input' | 'weight' | 'bias' | 'z' | 'activation' | 'gradient' | 'loss' | 'target' | 'rate';

/** The symbol of a quantity: `w` with subscript `21` and superscript `(1)`, `σ′` of `z`, `∂L` by `∂w`. */
export interface Notation {
  name: string;
  sub?: string;
  sup?: string;
  /** The argument, for σ(z). */
  of?: Notation;
  /** The denominator, for ∂L/∂w; `name` is then the numerator's. */
  by?: Notation;
  /** The shape of a whole vector or matrix, written below it: `1×3`. */
  shape?: string;
  /** Its meaning in words; `%1` is its name. */
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
  /** The sentence after it. */
  then?: Sentence;
}

/** The filling of a blank: a literal text, a number, a symbol, the name of a feature, or a computed number. */
export type Argument = string | number | { symbol: Notation } | { feature: string } | ShownValue;

/** A computed number in a sentence, printed with the reader's digits. */
export interface ShownValue {
  value: number;
  role: Role;
  /** Its address in the trace, if it has one. */
  ref?: string;
  /** Its significant digits; the reader's if left out. */
  digits?: number;
  /** The significant digits that it needs at least. */
  minDigits?: number;
}

export const say = (message: string, ...args: Argument[]): Sentence => ({ message, args });

/** Sentences one after the other, without those that are null; null if there is none. */
export const inTurn = (...sentences: (Sentence | null)[]): Sentence | null =>
  sentences.reduceRight((after, each) => (each && after ? { ...each, then: after } : (each ?? after)), null);

export type Expression =
  /** A constant, printed with all its digits, or by its name: π. */
  | { kind: 'number'; value: number; name?: string }
  | { kind: 'quantity'; symbol: Notation; role: Role; value: number; ref?: string }
  | { kind: 'sum'; terms: Expression[] }
  /** A sum with one term for each index, printed as Σ `general` if there are many terms. */
  | { kind: 'series'; terms: Expression[]; general: Expression; index: string }
  /** A product of numbers or of matrices; `⊙` multiplies matrices element by element. */
  | { kind: 'product'; factors: Expression[]; sign?: '⊙' }
  | { kind: 'quotient'; numerator: Expression; denominator: Expression }
  | { kind: 'negative'; of: Expression }
  | { kind: 'power'; base: Expression; exponent: Expression }
  | { kind: 'call'; name: FunctionName; args: Expression[] }
  /** A named function of a whole vector: it has no single value. */
  | { kind: 'applied'; name: string; of: Expression }
  /** `entries` holds the printed rows and columns; of a larger matrix, the last one follows an ellipsis. */
  | { kind: 'matrix'; entries: Expression[][]; rows: number; columns: number }
  /** `of`, valid because of a comparison: the branch of a piecewise function. */
  | { kind: 'given'; of: Expression; left: Expression; relation: Relation; right: Expression };

export type Relation = '>' | '<' | '≥' | '≤' | '=';

export type FunctionName = 'exp' | 'ln' | 'tanh' | 'max' | 'sqrt' | 'abs' | 'erf';

/** One step of a chain of quantities: a symbol and its formula. */
export interface Definition {
  symbol: Notation;
  role: Role;
  formula: Expression;
  /** The entry of the parameter's state that stores the value for the next step. */
  state?: string;
}

type Operand = Expression | number;
const lift = (x: Operand): Expression => (typeof x === 'number' ? { kind: 'number', value: x } : x);

/** A constant of a formula. Numbers that are data are quantities, which are rounded when printed. */
export const number = (value: number): Expression => ({ kind: 'number', value });
export const PI: Expression = { kind: 'number', value: Math.PI, name: 'π' };
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

/** The branch of a piecewise function; without its comparison if a side is NaN, for which no comparison holds. */
export function given(of: Operand, left: Operand, relation: Relation, right: Operand): Expression {
  const [a, b] = [lift(left), lift(right)];
  return Number.isNaN(evaluate(a)) || Number.isNaN(evaluate(b))
    ? lift(of)
    : { kind: 'given', of: lift(of), left: a, relation, right: b };
}

export const series = (terms: Expression[], general: Expression, index: string): Expression => ({
  kind: 'series',
  terms,
  general,
  index
});

/** The mean of terms: 1/n · Σ. `index` names the terms' index, from 1 to n. */
export const meanOver = (terms: Expression[], general: Expression, index: string): Expression =>
  product(quotient(1, terms.length), series(terms, general, `${index}=1,${terms.length}`));

/** The value of a mean as the norms compute it: with another rounding x − μ of nearly equal numbers is another number. */
export const meanValue = (terms: Expression[]): number =>
  terms.reduce((total, term) => total + evaluate(term), 0) / terms.length;

export const elementwise = (...factors: Expression[]): Expression => ({
  kind: 'product',
  factors,
  sign: '⊙'
});
export const applied = (name: string, of: Expression): Expression => ({ kind: 'applied', name, of });

/** The largest number of rows and of columns of a matrix that are all printed. */
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

/** The indices of the printed rows or columns, of `n`: all, or the first three and the last. */
export const written = (n: number): number[] =>
  n <= WRITTEN ? Array.from({ length: n }, (_, i) => i) : [0, 1, 2, n - 1];

/** The symbol of a quantity. */
export const symbol = (e: Expression): Notation => (e.kind === 'quantity' ? e.symbol : { name: '?' });

/** The number of a quantity. */
export const valueOf = (e: Expression): number => (e.kind === 'quantity' ? e.value : NaN);

/** A quantity with a general index: `wⱼₖ`. */
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

/** The direct parts of an expression, from left to right; none for a number or a quantity. */
export function children(e: Expression): readonly Expression[] {
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

/** An expression with its direct parts replaced. */
export function withChildren(e: Expression, replace: (part: Expression) => Expression): Expression {
  switch (e.kind) {
    case 'number':
    case 'quantity':
      return e;
    case 'sum':
    case 'series':
      return { ...e, terms: e.terms.map(replace) };
    case 'product':
      return { ...e, factors: e.factors.map(replace) };
    case 'quotient':
      return { ...e, numerator: replace(e.numerator), denominator: replace(e.denominator) };
    case 'negative':
    case 'applied':
      return { ...e, of: replace(e.of) };
    case 'power':
      return { ...e, base: replace(e.base), exponent: replace(e.exponent) };
    case 'call':
      return { ...e, args: e.args.map(replace) };
    case 'matrix':
      return { ...e, entries: e.entries.map(row => row.map(replace)) };
    case 'given':
      return { ...e, of: replace(e.of), left: replace(e.left), right: replace(e.right) };
  }
}

/** The other terms of a sum that has 1 (or `one`) among its terms, of a series e⁰; null for any other expression. */
function besideOne(e: Expression, one = 1): Expression[] | null {
  if (e.kind !== 'sum' && e.kind !== 'series') {
    return null;
  }
  const isOne = (term: Expression): boolean =>
    e.kind === 'sum' ? isNumber(term, one) : evaluate(term) === one;
  const at = e.terms.findIndex(isOne);
  return at >= 0 ? e.terms.filter((_, i) => i !== at) : null;
}

const isNumber = (e: Expression, value: number): boolean =>
  (e.kind === 'number' && e.value === value) || (e.kind === 'negative' && isNumber(e.of, -value));

const total = (terms: Expression[]): number => terms.reduce((sum, term) => sum + evaluate(term), 0);

/** eˣ − 1 or 1 − eˣ with all its digits where x is close to 0; null for any other sum. */
function expm1(e: Expression): number | null {
  const [less, from] = [besideOne(e, -1), besideOne(e)];
  if (less?.length === 1 && less[0].kind === 'call' && less[0].name === 'exp') {
    return Math.expm1(evaluate(less[0].args[0]));
  }
  const of = from?.length === 1 && from[0].kind === 'negative' ? from[0].of : null;
  return of?.kind === 'call' && of.name === 'exp' ? -Math.expm1(evaluate(of.args[0])) : null;
}

/** Whether a formula gives a number to 12 digits: not where its terms cancel, overflow or underflow. */
export function gives(e: Expression, value: number): boolean {
  const computed = evaluate(e);
  return Object.is(computed, value) || Math.abs(computed - value) <= 1e-12 * Math.abs(value);
}

/**
 * The value of an expression, from the values of its quantities; NaN for a matrix, which has no single value.
 * ln(1 + x) and eˣ − 1 keep all their digits where x is close to 0, as the engine's `log1p` and `expm1`.
 */
export function evaluate(e: Expression): number {
  switch (e.kind) {
    case 'number':
    case 'quantity':
      return e.value;
    case 'sum':
      return expm1(e) ?? total(e.terms);
    case 'series':
      return total(e.terms);
    case 'product':
      return e.factors.reduce((total, factor) => total * evaluate(factor), 1);
    case 'quotient':
      return evaluate(e.numerator) / evaluate(e.denominator);
    case 'negative':
      return -evaluate(e.of);
    case 'power':
      return evaluate(e.base) ** evaluate(e.exponent);
    case 'call': {
      const rest = e.name === 'ln' ? besideOne(e.args[0]) : null;
      return rest ? Math.log1p(total(rest)) : functions[e.name](...e.args.map(evaluate));
    }
    case 'given':
      return evaluate(e.of);
    case 'applied':
    case 'matrix':
      return NaN;
  }
}
