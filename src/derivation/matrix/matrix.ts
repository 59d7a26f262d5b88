import type { Notation, Role } from '../../engine/formula/expression';
import type { Sentence } from '../derivation';
import type { Operation } from '../steps';

/** What the rows or columns of a matrix are. */
export type Axis = 'samples' | 'inputs' | 'neurons' | 'next neurons' | 'targets' | 'one';

/** A matrix of the trace, with its numbers and where each of them lives. */
export interface Matrix {
  symbol: Notation;
  role: Role;
  /** Drawn with its rows as columns: rows and columns below are those that are seen. */
  transposed: boolean;
  rows: number;
  columns: number;
  /** What a row stands for, and what a column. */
  axes: [Axis, Axis];
  at(row: number, column: number): number;
  /** The number's address; undefined for one that was derived. */
  ref(row: number, column: number): string | undefined;
  /** Of a factor: what of it makes one number of the result. */
  lit: 'row' | 'column' | 'cell';
}

/** What stands between matrices: a product has no sign. `f(` and `)` apply a function to each number. */
export type Sign = '' | '+' | '⊙' | '−' | `${string}(` | ')' | ',' | { scalar: Notation; value: number };

/** A step for all samples at once: result = parts. */
export interface MatrixForm {
  kind: Operation['kind'];
  result: Matrix;
  /** Matrices and the signs between them, from left to right. */
  parts: (Matrix | Sign)[];
  /** The number of the result that is looked at. */
  cell: { row: number; column: number };
  /** result ← parts. */
  becomes: boolean;
  /** What is to be seen. */
  note: Sentence;
  /** One like it: to be focused. */
  operation: Operation;
}

/** Puts the parts of an operation together. */
export type Form = (
  result: Matrix,
  parts: MatrixForm['parts'],
  row: number,
  column: number,
  note: Sentence,
  becomes?: boolean
) => MatrixForm;

export const isMatrix = (part: Matrix | Sign): part is Matrix => typeof part === 'object' && 'rows' in part;

/** With rows as columns. */
export const transpose = (m: Matrix, lit: Matrix['lit']): Matrix => ({
  ...m,
  transposed: !m.transposed,
  rows: m.columns,
  columns: m.rows,
  axes: [m.axes[1], m.axes[0]],
  at: (i, j) => m.at(j, i),
  ref: (i, j) => m.ref(j, i),
  lit
});

/** Whether a number of a part takes part in the number of the result that is looked at. */
export function isLit({ lit }: Matrix, { row, column }: MatrixForm['cell'], i: number, j: number): boolean {
  return (lit === 'column' || i === row) && (lit === 'row' || j === column);
}
