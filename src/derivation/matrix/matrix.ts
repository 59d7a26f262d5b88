import type { Notation, Role } from '../../engine/formula/expression';
import type { Sentence } from '../derivation';
import type { Operation } from '../steps';

/** The meaning of a matrix's rows or columns. */
export type Axis = 'samples' | 'inputs' | 'neurons' | 'next neurons' | 'targets' | 'one';

/** A matrix of the trace: its numbers and their addresses. */
export interface Matrix {
  symbol: Notation;
  role: Role;
  /** Whether it is drawn transposed. The rows and columns below are those of the drawing. */
  transposed: boolean;
  rows: number;
  columns: number;
  /** The meaning of a row and of a column. */
  axes: [Axis, Axis];
  at(row: number, column: number): number;
  /** The number's address; undefined for a derived number. */
  ref(row: number, column: number): string | undefined;
  /** For a factor: its part in one number of the result. */
  lit: 'row' | 'column' | 'cell';
}

/** A sign between matrices. A product has none; `f(` and `)` apply a function to each number. */
export type Sign = '' | '+' | '⊙' | '−' | `${string}(` | ')' | ',' | { scalar: Notation; value: number };

/** A step for all samples at once: result = parts. */
export interface MatrixForm {
  kind: Operation['kind'];
  result: Matrix;
  /** Matrices and the signs between them, from left to right. */
  parts: (Matrix | Sign)[];
  /** The chosen number of the result. */
  cell: { row: number; column: number };
  /** result ← parts. */
  becomes: boolean;
  /** The sentence that says what to look for. */
  note: Sentence;
  /** An operation of this form, for the focus. */
  operation: Operation;
}

/** Builds the form of an operation. */
export type Form = (
  result: Matrix,
  parts: MatrixForm['parts'],
  row: number,
  column: number,
  note: Sentence,
  becomes?: boolean
) => MatrixForm;

export const isMatrix = (part: Matrix | Sign): part is Matrix => typeof part === 'object' && 'rows' in part;

/** The transposed matrix. */
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

/** Whether a number of a part contributes to the chosen number of the result. */
export function isLit({ lit }: Matrix, { row, column }: MatrixForm['cell'], i: number, j: number): boolean {
  return (lit === 'column' || i === row) && (lit === 'row' || j === column);
}
