import type { Expression, Notation } from '../../engine/formula/expression';
import { Block, Line, digitsOf } from '../derivation';
import { holds } from '../exact/holds';
import { EXACT, numberToTeX } from './numbers';
import { needsParentheses } from './parentheses';
import { Mode, bounds, elide } from './elision';
import { digitsToCompare } from './comparison';
import { nameToTeX } from './nameToTeX';
import { escapeWord, scriptToTeX } from './wordToTeX';
import { inRows } from './lineBreaks';
import { EQUALS, widthOf } from './width';

/** A quantity in a printed formula, as a symbol or as a number. */
export interface Term {
  quantity: Extract<Expression, { kind: 'quantity' }>;
  mode: Mode;
}

/** TeX, and the quantities that are marked in it: `\htmlData{k=3}` is the fourth. */
export interface TeX {
  tex: string;
  terms: Term[];
}

/** How a `TeXPrinter` prints. */
export interface TeXOptions {
  /** Significant digits of the numbers. */
  digits: number;
  /** Whether to write KaTeX's \htmlClass and \htmlData. Default false. */
  marked?: boolean;
  /** Words saying that n terms of a sum are left out. Default `n more`. */
  more?(n: number): string;
  /** Maximum width of a row, in em: a wider line continues on the row below. Default Infinity. */
  room?: number;
}

/**
 * Prints expressions to TeX. With `marked`, each quantity carries its role as a class and the key of its
 * term, for the page; without, it is TeX that any program reads.
 */
export class TeXPrinter {
  readonly terms: Term[] = [];

  private readonly digits: number;
  private readonly marked: boolean;
  private readonly more: (n: number) => string;
  private readonly room: number;

  constructor({ digits, marked = false, more = n => `${n} more`, room = Infinity }: TeXOptions) {
    this.digits = digits;
    this.marked = marked;
    this.more = more;
    this.room = room;
  }

  expression(e: Expression, mode: Mode, digits = this.digits): string {
    const inner = (child: Expression): string => this.part(child, e, mode, digits);
    switch (e.kind) {
      case 'number':
        return e.name === undefined ? numberToTeX(e.value, EXACT) : nameToTeX(e.name);
      case 'quantity':
        return this.mark(e, mode, mode === 'symbols' ? symbolToTeX(e.symbol) : numberToTeX(e.value, digits));
      case 'sum':
        return e.terms
          .map((term, i) =>
            term.kind === 'negative'
              ? `${i ? ' - ' : '-'}${inner(term.of)}`
              : `${i ? ' + ' : ''}${inner(term)}`
          )
          .join('');
      case 'series': {
        const { shown, hidden } = elide(e, mode);
        if (!shown) {
          const [from, to] = bounds(e.index);
          return `\\sum_{${from}}^{${to}} ${inner(e.general)}`;
        }
        return this.written(e, shown, hidden, mode, digits).join(' + ');
      }
      case 'product':
        return e.factors.map(inner).join(e.sign === '⊙' ? ' \\odot ' : ' \\cdot ');
      case 'quotient':
        return `\\frac{${inner(e.numerator)}}{${inner(e.denominator)}}`;
      case 'negative':
        return `-${inner(e.of)}`;
      case 'power':
        return `${inner(e.base)}^{${this.expression(e.exponent, mode, digits)}}`;
      case 'call':
        return this.call(e, mode, digits);
      case 'applied':
        return `${nameToTeX(e.name)}\\left(${this.expression(e.of, mode, digits)}\\right)`;
      case 'matrix':
        return this.matrix(e, mode, digits);
      case 'given': {
        const own = digitsToCompare(e, mode, digits);
        const of = inner(e.of);
        const [left, right] = [e.left, e.right].map(part => this.expression(part, mode, own));
        // 1 = 1 tells nothing if the symbols stand above it.
        if (this.marked && mode === 'numbers' && e.relation === '=' && bare(left) === bare(right)) {
          return of;
        }
        return `${of}\\quad(${left} ${{ '>': '>', '<': '<', '≥': '\\ge', '≤': '\\le', '=': '=' }[e.relation]} ${right})`;
      }
    }
  }

  /**
   * `left &= form \\ &= numbers \\ &= result`: the rows of an `aligned`.
   * @param inline on one row instead
   */
  line(line: Line, inline = false): string {
    const { left, forms, result, becomes } = line;
    const digits = digitsOf(line, this.digits);
    const room = inline ? Infinity : this.room - widthOf(left, 'symbols', this.digits) - EQUALS;
    const rows = [
      ...forms.map(form => this.inRows(form, 'symbols', room)),
      // A matrix's numbers are its result already.
      ...forms
        .slice(-1)
        .filter(() => result.kind !== 'matrix')
        .map(last =>
          inline ? this.expression(last, 'numbers', digits) : this.inRows(last, 'numbers', room, digits)
        ),
      result.kind === 'matrix'
        ? this.expression(result, 'numbers', digits)
        : `\\boldsymbol{${this.expression(result, 'numbers', digits)}}`
    ];
    // A form that equals the one before is written once.
    const distinct = rows.filter((row, i) => i === rows.length - 1 || bare(row) !== bare(rows[i + 1]));
    const is = holds(line, this.digits) ? '=' : '\\approx';
    const sign = (i: number): string =>
      i === 0 ? (becomes ? '\\leftarrow' : '=') : i === distinct.length - 1 ? is : '=';
    return `${this.expression(left, 'symbols')} ${distinct.map((row, i) => `${inline && i > 0 ? '' : '&'}${sign(i)} ${row}`).join(inline ? ' ' : ' \\\\\n')}`;
  }

  /** `left = right`, continued on further rows if it is too wide. */
  equation(left: Expression, right: Expression): string {
    const room = this.room - widthOf(left, 'symbols', this.digits) - EQUALS;
    const [of, is] = [left, right].map(e => this.expression(e, 'symbols'));
    return widthOf(right, 'symbols', this.digits) <= room
      ? `${of} = ${is}`
      : `\\begin{aligned}${of} &= ${this.inRows(right, 'symbols', room)}\\end{aligned}`;
  }

  private inRows(e: Expression, mode: Mode, room: number, digits = this.digits): string {
    const printer = {
      all: () => this.expression(e, mode, digits),
      part: (child: Expression, parent: Expression) => this.part(child, parent, mode, digits),
      dots: (hidden: number) => dots(this.more(hidden))
    };
    return inRows(e, mode, digits, room, printer);
  }

  /** The written terms of a sum, and the number of terms left out. */
  private written(e: Expression, shown: Expression[], hidden: number, mode: Mode, digits: number): string[] {
    return [
      ...shown.map(term => this.part(term, e, mode, digits)),
      ...(hidden > 0 ? [dots(this.more(hidden))] : [])
    ];
  }

  /** A part of an expression, in parentheses if it needs them. */
  private part(child: Expression, parent: Expression, mode: Mode, digits: number): string {
    const tex = this.expression(child, mode, digits);
    return needsParentheses(child, parent, mode, digits) ? `\\left(${tex}\\right)` : tex;
  }

  /** A matrix; if some rows or columns are left out, dots stand before the last one. */
  private matrix(e: Extract<Expression, { kind: 'matrix' }>, mode: Mode, digits: number): string {
    const across = e.entries[0].length < e.columns;
    const rows = e.entries.map(row => {
      const cells = row.map(entry => this.expression(entry, mode, digits));
      return across ? [...cells.slice(0, -1), '\\cdots', cells[cells.length - 1]] : cells;
    });
    if (e.entries.length < e.rows) {
      const dots = rows[0].map((_, i) => (across && i === rows[0].length - 2 ? '\\ddots' : '\\vdots'));
      rows.splice(rows.length - 1, 0, dots);
    }
    const size = across || e.entries.length < e.rows ? `_{${e.rows}\\times ${e.columns}}` : '';
    return `\\begin{pmatrix}${rows.map(row => row.join(' & ')).join(' \\\\ ')}\\end{pmatrix}${size}`;
  }

  private call(e: Extract<Expression, { kind: 'call' }>, mode: Mode, digits: number): string {
    const args = e.args.map(arg => this.expression(arg, mode, digits));
    switch (e.name) {
      case 'exp':
        return `e^{${args[0]}}`;
      case 'sqrt':
        return `\\sqrt{${args[0]}}`;
      case 'abs':
        return `\\left|${args[0]}\\right|`;
      case 'erf':
        return `\\operatorname{erf}\\left(${args[0]}\\right)`;
      default:
        return `\\${e.name}\\left(${args.join(',\\,')}\\right)`;
    }
  }

  private mark(e: Term['quantity'], mode: Mode, tex: string): string {
    // A general term, such as wₖ under a Σ, has no number.
    if (!this.marked || (mode === 'symbols' && Number.isNaN(e.value))) {
      return tex;
    }
    this.terms.push({ quantity: e, mode });
    return `\\htmlClass{sg-${e.role}}{\\htmlData{k=${this.terms.length - 1}}{${tex}}}`;
  }
}

/**
 * A symbol as TeX.
 * @param raised TeX that follows the superscript, such as ᵀ
 */
export function symbolToTeX({ shape, ...notation }: Notation, raised = ''): string {
  if (shape) {
    return `\\underset{\\scriptscriptstyle ${shape.replace('×', '\\times ')}}{${symbolToTeX(notation, raised)}}`;
  }
  const { name, sub, sup, of, by, tex = nameToTeX(name) } = notation;
  const above = (sup ? scriptToTeX(sup) : '') + raised;
  const head = `${tex}${sub ? `_{${scriptToTeX(sub)}}` : ''}${above ? `^{${above}}` : ''}`;
  if (by) {
    return `\\frac{\\partial ${head}}{\\partial ${symbolToTeX(by)}}`;
  }
  return of ? `${head}(${symbolToTeX(of)})` : head;
}

/** TeX without marks and bold type. */
const bare = (tex: string): string =>
  tex
    .replace(/\\html(Class|Data)\{[^}]*\}/g, '')
    .replace(/\\boldsymbol/, '')
    .replace(/[{}]/g, '');

/** Dots for terms that are left out. */
const dots = (more: string): string => `\\cdots\\;\\text{\\small (${escapeWord(more)})}`;

/** A block as one aligned display, for export and for the page. */
export function blockToTeX(block: Block, printer: TeXPrinter): string {
  return `\\begin{aligned}\n${block.lines.map(line => printer.line(line)).join(' \\\\[0.4em]\n')}\n\\end{aligned}`;
}
