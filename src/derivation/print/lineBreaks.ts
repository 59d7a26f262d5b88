/** Breaks a long formula into rows of an `aligned`, by the estimated widths of its parts. */
import type { Expression } from '../../engine/formula/expression';
import { Mode, elide } from './elision';
import { needsParentheses } from './parentheses';
import { MINUS, PLUS, TIMES, partWidth, widthOf } from './width';

/** A part of a formula before which a row can end: the sign that joins it to the part before, and its width. */
interface Piece {
  sign: string;
  /** The width of the sign with the spaces around it, and of the part, in em. */
  gap: number;
  width: number;
  print(): string;
  /** Its own pieces; none if it can't be broken. */
  parts(): Piece[];
}

/** Prints TeX: the whole formula, a part of an expression, and the words for n omitted terms. */
interface Printer {
  all(): string;
  part(child: Expression, parent: Expression): string;
  dots(hidden: number): string;
}

/** The TeX that begins a continued row, and its indent in em. */
const BELOW = ' \\\\\n&\\quad';
const INDENT = 1;
/** Width of the words for omitted terms, in em. */
const DOTS = 8;

/**
 * Fills each row with as many terms as fit. A term wider than a row is broken between its factors or between the
 * terms in its parentheses. Without a known room, each row of a long sum has three terms.
 * @param room in em; Infinity if it is not known
 */
export function inRows(e: Expression, mode: Mode, digits: number, room: number, printer: Printer): string {
  const known = room < Infinity;
  const one = known ? widthOf(e, mode, digits) <= room : mode === 'symbols' || !isLong(e);
  const fit = (piece: Piece): Piece[] => {
    const parts = INDENT + PLUS + piece.width > room ? piece.parts() : [];
    return parts.length > 0 ? parts.flatMap(fit) : [piece];
  };
  const pieces = one ? [] : piecesOf(e, mode, digits, printer).flatMap(fit);
  let used = 0;
  return pieces.length === 0
    ? printer.all()
    : pieces
        .map(({ sign, gap, width, print }, i) => {
          const below = i > 0 && (known ? used + gap + width > room : i % 3 === 0);
          used = (below ? INDENT : used) + gap + width;
          return `${below ? BELOW : ''}${sign}${print()}`;
        })
        .join('');
}

/** Whether too many terms of a sum are written out for one row. */
function isLong(e: Expression): boolean {
  const first = e.kind === 'sum' ? e.terms[0] : e;
  return first.kind === 'series' && (elide(first, 'numbers').shown?.length ?? 0) > 3;
}

/** The pieces before which a row can end: terms of a sum, factors of a product; none if `e` can't be broken. */
function piecesOf(e: Expression, mode: Mode, digits: number, printer: Printer): Piece[] {
  const piece = (child: Expression, sign = '', gap = 0): Piece => ({
    sign,
    gap,
    width: partWidth(child, e, mode, digits),
    print: () => printer.part(child, e),
    parts: () => {
      const [open, close] = needsParentheses(child, e, mode, digits) ? ['\\bigl(', '\\bigr)'] : ['', ''];
      return joined(piecesOf(child, mode, digits, printer), `${sign}${open}`, gap, close);
    }
  });
  const terms = (all: readonly Expression[]): Piece[] =>
    all.map((term, i) =>
      term.kind === 'negative'
        ? piece(term.of, i > 0 ? ' - ' : '-', i > 0 ? PLUS : MINUS)
        : piece(term, i > 0 ? ' + ' : '', i > 0 ? PLUS : 0)
    );
  switch (e.kind) {
    case 'sum': {
      // A sum and what is added to it, such as the bias, are one row of terms.
      const within = e.terms[0].kind === 'series' ? piecesOf(e.terms[0], mode, digits, printer) : [];
      return within.length > 0 ? [...within, ...terms(e.terms).slice(1)] : terms(e.terms);
    }
    case 'series': {
      const { shown, hidden } = elide(e, mode);
      const dots = {
        sign: ' + ',
        gap: PLUS,
        width: DOTS,
        print: () => printer.dots(hidden),
        parts: () => []
      };
      return shown
        ? [
            ...shown.map((term, i) => (i > 0 ? piece(term, ' + ', PLUS) : piece(term))),
            ...(hidden > 0 ? [dots] : [])
          ]
        : [];
    }
    case 'product': {
      const times = e.sign === '⊙' ? ' \\odot ' : ' \\cdot ';
      return e.factors.map((factor, i) => (i > 0 ? piece(factor, times, TIMES) : piece(factor)));
    }
    case 'negative':
      return [piece(e.of, '-', MINUS)];
    default:
      return [];
  }
}

/** Adds TeX before the first piece and behind the last: parentheses may open and close in different rows. */
function joined(pieces: Piece[], before: string, gap: number, after: string): Piece[] {
  const last = pieces.length - 1;
  return pieces.map((piece, i) => {
    const [start, room, end] = [i === 0 ? before : '', i === 0 ? gap : 0, i === last ? after : ''];
    return {
      ...piece,
      sign: `${start}${piece.sign}`,
      gap: room + piece.gap,
      print: () => `${piece.print()}${end}`,
      parts: () => joined(piece.parts(), start, room, end)
    };
  });
}
