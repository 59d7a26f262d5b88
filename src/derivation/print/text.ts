import type { Expression, Notation } from '../../engine/formula/expression';
import { Line, digitsOf } from '../derivation';
import { holds } from '../exact/holds';
import { EXACT, formatNumber, subscript, superscript } from './numbers';
import { Mode, bounds, elide } from './elision';
import { hasExponent, isNegative, needsParentheses } from './parentheses';
import { digitsToCompare } from './comparison';

/** A superscript as text: a layer or a word is raised, a sample stays in its brackets. */
const raise = (sup: string): string =>
  sup.replace(/\[[^\]]*\]|[^[]+/g, part => (part.startsWith('[') ? part : superscript(part)));

/** A symbol as plain text: `w₂₁⁽¹⁾`, `∂L/∂w₂₁⁽¹⁾`, `σ′(z₂)`; of sample 3 `L[3]`, unlike anything of layer 3. */
export function symbolToText({ name, sub, sup, of, by }: Notation): string {
  // Without a comma, W₁₂ would be ambiguous.
  const index = sub && /[₀-₉]$/.test(name) ? `[${sub}]` : sub ? subscript(sub) : '';
  const head = name + index + raise(sup ?? '');
  if (by) {
    return `∂${head}/∂${symbolToText(by)}`;
  }
  return of ? `${head}(${symbolToText(of)})` : head;
}

/** An expression as plain text, with symbols or with numbers. */
export function toText(e: Expression, mode: Mode, digits: number): string {
  const inner = (child: Expression): string => {
    const text = toText(child, mode, digits);
    return needsParentheses(child, e, mode, digits) ? `(${text})` : text;
  };
  // A fraction bar groups by itself; a slash does not.
  const onOneLine = (child: Expression, below = false): string =>
    ['number', 'quantity', 'call'].includes(child.kind) &&
    !isNegative(child, mode) &&
    !(below && hasExponent(child, mode, digits))
      ? toText(child, mode, digits)
      : `(${toText(child, mode, digits)})`;
  switch (e.kind) {
    case 'number':
      return e.name ?? formatNumber(e.value, EXACT);
    case 'quantity':
      return mode === 'symbols' ? symbolToText(e.symbol) : formatNumber(e.value, digits);
    case 'sum':
      return e.terms
        .map((term, i) =>
          term.kind === 'negative' ? `${i ? ' − ' : '−'}${inner(term.of)}` : `${i ? ' + ' : ''}${inner(term)}`
        )
        .join('');
    case 'series': {
      const { shown, hidden } = elide(e, mode);
      if (!shown) {
        const [from, to] = bounds(e.index);
        return `Σ(${from}…${to}) ${inner(e.general)}`;
      }
      return shown.map(inner).join(' + ') + (hidden ? ` + … (${hidden} more)` : '');
    }
    case 'product':
      return e.factors.map(inner).join(e.sign === '⊙' ? ' ⊙ ' : ' · ');
    case 'quotient':
      return `${onOneLine(e.numerator)} / ${onOneLine(e.denominator, true)}`;
    case 'negative':
      return `−${inner(e.of)}`;
    case 'power':
      return inner(e.base) + exponentText(toText(e.exponent, mode, digits));
    case 'call':
      return `${e.name}(${e.args.map(arg => toText(arg, mode, digits)).join(', ')})`;
    case 'applied':
      return `${e.name}(${toText(e.of, mode, digits)})`;
    case 'matrix': {
      const across = e.entries[0].length < e.columns;
      const rows = e.entries.map(row => {
        const cells = row.map(entry => toText(entry, mode, digits));
        return (across ? [...cells.slice(0, -1), '…', cells[cells.length - 1]] : cells).join(', ');
      });
      return `(${(e.entries.length < e.rows ? [...rows.slice(0, -1), '…', rows[rows.length - 1]] : rows).join('; ')})`;
    }
    case 'given': {
      const own = digitsToCompare(e, mode, digits);
      return `${inner(e.of)} (${toText(e.left, mode, own)} ${e.relation} ${toText(e.right, mode, own)})`;
    }
  }
}

/** An exponent in superscript letters, if there are such; after a ^ otherwise. */
const exponentText = (text: string): string =>
  /^[\d−t]+$/.test(text) ? superscript(text.replace('−', '-')) : `^(${text})`;

/** A line of a derivation as plain text. */
export function lineToText(line: Line, digits: number): string {
  const { left, forms, result, becomes } = line;
  const own = digitsOf(line, digits);
  const sides = [
    ...forms.map(form => toText(form, 'symbols', digits)),
    ...(result.kind === 'matrix' ? [] : forms.slice(-1)).map(last => toText(last, 'numbers', own)),
    toText(result, 'numbers', own)
  ].filter((side, i, all) => side !== all[i - 1]);
  const is = holds(line, digits) ? '=' : '≈';
  return sides
    .map((side, i) => `${i === 0 ? (becomes ? '←' : '=') : i === sides.length - 1 ? is : '='} ${side}`)
    .reduce((text, side) => `${text} ${side}`, toText(left, 'symbols', digits));
}
