import type { Expression, Notation } from '../engine/expression';
import type { Line } from './derivation';
import { formatNumber, subscript, superscript } from './numbers';
import { Mode, bounds, elide, needsParentheses } from './printing';

/** A symbol as plain text: `w₂₁⁽¹⁾`, `∂L/∂w₂₁⁽¹⁾`, `σ′(z₂)`. */
export function symbolToText({ name, sub, sup, of, by }: Notation): string {
  const head = name + (sub ? subscript(sub) : '') + (sup ? superscript(sup) : '');
  if (by) {
    return `∂${head}/∂${symbolToText(by)}`;
  }
  return of ? `${head}(${symbolToText(of)})` : head;
}

/** An expression as plain text, with symbols or with numbers. */
export function toText(e: Expression, mode: Mode): string {
  const inner = (child: Expression): string => {
    const text = toText(child, mode);
    return needsParentheses(child, e, mode) ? `(${text})` : text;
  };
  switch (e.kind) {
    case 'number':
      return formatNumber(e.value);
    case 'quantity':
      return mode === 'symbols' ? symbolToText(e.symbol) : formatNumber(e.value);
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
      return e.factors.map(inner).join(' · ');
    case 'quotient':
      return `${inner(e.numerator)} / ${inner(e.denominator)}`;
    case 'negative':
      return `−${inner(e.of)}`;
    case 'power':
      return inner(e.base) + superscript(toText(e.exponent, mode));
    case 'call':
      return `${e.name}(${e.args.map(arg => toText(arg, mode)).join(', ')})`;
    case 'given':
      return `${toText(e.of, mode)} (${toText(e.left, mode)} ${e.relation} ${toText(e.right, mode)})`;
  }
}

/** A line of a derivation as plain text. */
export function lineToText({ left, forms, result }: Line): string {
  const last = forms[forms.length - 1];
  const sides = [
    toText(left, 'symbols'),
    ...forms.map(form => toText(form, 'symbols')),
    toText(last, 'numbers'),
    toText(result, 'numbers')
  ];
  return sides.filter((side, i) => side !== sides[i - 1]).join(' = ');
}
