import type { Notation } from '../../engine/formula/expression';
import { formatNumber } from './numbers';
import { Matrix, MatrixForm, Sign, isMatrix } from '../matrix';
import { symbolToTeX } from './tex';
import { symbolToText } from './text';

/**
 * A form as TeX, with the shape under each factor: `Z = X Wᵀ + b`.
 * @param marked whether to write KaTeX's \htmlClass, for the colours of the page
 */
export function matrixToTeX({ result, parts, becomes }: MatrixForm, marked = false): string {
  const right = parts.map(part => (isMatrix(part) ? factor(part, marked) : signToTeX(part))).join(' ');
  return `${factor(result, marked)} ${becomes ? '\\leftarrow' : '='} ${right}`;
}

function factor(m: Matrix, marked: boolean): string {
  const tex = `${symbolToTeX(m.symbol)}${m.transposed ? '^{\\top}' : ''}`;
  // A symbol with a superscript: (W⁽¹⁾)ᵀ is written W⁽¹⁾ᵀ.
  const joined = m.transposed && m.symbol.sup && !m.symbol.by ? symbolToTeX(m.symbol, '\\top') : tex;
  const coloured = marked ? `\\htmlClass{sg-${m.role}}{${joined}}` : joined;
  return `\\underset{${m.rows}\\times ${m.columns}}{${coloured}}`;
}

function signToTeX(sign: Sign): string {
  if (typeof sign === 'object') {
    return `${symbolToTeX(sign.scalar)}\\,`;
  }
  switch (sign) {
    case '':
      return '\\;\\,';
    case '+':
      return '+';
    case '−':
      return '-';
    case '⊙':
      return '\\odot';
    case ')':
      return '\\right)';
    case ',':
      return ',\\;';
    default: {
      const name = sign.slice(0, -1);
      const prime = name.endsWith('′') ? "'" : '';
      return `${symbolToTeX({ name: name.replace('′', '') })}${prime}\\left(`;
    }
  }
}

/** A form as plain text, without shapes. */
export function matrixToText({ result, parts, becomes }: MatrixForm): string {
  const right = parts.map(part => (isMatrix(part) ? matrixName(part) : signToText(part))).join(' ');
  const tidy = right
    .replace(/ {2,}/g, ' ')
    .replace(/\( /g, '(')
    .replace(/ ([,)])/g, '$1');
  return `${matrixName(result)} ${becomes ? '←' : '='} ${tidy}`;
}

/** `W⁽¹⁾ᵀ` */
export const matrixName = ({ symbol, transposed }: Matrix): string =>
  symbolToText(symbol as Notation) + (transposed ? 'ᵀ' : '');

export const signToText = (sign: Sign): string =>
  typeof sign === 'object' ? symbolToText(sign.scalar) : sign;

/**
 * The chosen number computed from the lit numbers, as text: `0.5 · 0.62 + … + b`. Long sums are cut; null if the form
 * is not a product of rows and columns.
 */
export function cellToText({ parts, cell, result }: MatrixForm, digits: number): string | null {
  const matrices = parts.filter(isMatrix);
  const [a, b, c] = matrices;
  if (parts[1] !== '' || a === undefined || b === undefined) {
    return null;
  }
  const { row, column } = cell;
  const brackets = (x: number): string => (x < 0 ? `(${formatNumber(x, 3)})` : formatNumber(x, 3));
  const shown = Math.min(a.columns, a.columns > 4 ? 3 : 4);
  const terms = Array.from(
    { length: shown },
    (_, k) => `${brackets(a.at(row, k))}·${brackets(b.at(k, column))}`
  );
  if (a.columns > shown) {
    terms.push('…');
  }
  if (c) {
    terms.push(brackets(c.at(c.rows === 1 ? 0 : row, column)));
  }
  return `${terms.join(' + ')} = ${formatNumber(result.at(row, column), digits)}`;
}
