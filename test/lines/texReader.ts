/** Reads a line of TeX: `z &= w \cdot x \\ &= 0.5 \cdot \left(-2\right) \\ &= \boldsymbol{-1}`. */
import { constant, numberNode } from './digits';
import { Printed, PrintedLine, isFunction } from './printed';

/** Spaces, the & of an `aligned`, and a row that goes on below. */
const SPACE = /(?:\s|&|\\\\(?:\n&)?\\quad(?!\()|\\,(?!\\))*/y;
const OPEN = /\\left\(|\\bigl\(|\(/y;
const CLOSE = /\\right\)|\\bigr\)|\)/y;

export class TeXReader {
  private at = 0;

  /**
   * @param symbols the TeX of the symbols that may appear, longest first
   * @param digits significant digits that the text's numbers were asked for
   */
  constructor(
    private readonly text: string,
    private readonly symbols: readonly string[],
    private readonly digits: number
  ) {}

  /** The sides of the equality, and its first and its last sign. @throws Error for TeX that can't be read */
  line(): PrintedLine {
    const sides = [this.side()];
    const becomes = this.match(/\\leftarrow/y) !== null;
    if (becomes) {
      sides.push(this.side());
    }
    while (this.match(/(?:\\\\)?\s*&?=/y)) {
      sides.push(this.side());
    }
    const about = this.match(/(?:\\\\)?\s*&?\\approx/y) !== null;
    if (about) {
      sides.push(this.side());
    }
    this.match(/\s*/y);
    if (this.at < this.text.length) {
      this.fail();
    }
    return { sides, becomes, about };
  }

  private side(): Printed {
    const of = this.sum();
    if (!this.match(/\\quad\(/y)) {
      return of;
    }
    const left = this.sum();
    const relation = this.match(/>|<|\\ge|\\le|=/y)?.[0] ?? this.fail();
    const right = this.sum();
    this.expect(/\)/y);
    return { kind: 'case', of, left, relation: { '\\ge': '≥', '\\le': '≤' }[relation] ?? relation, right };
  }

  private sum(): Printed {
    const first = this.match(/-/y);
    const parts: Printed[] = [first ? { kind: 'negative', of: this.term() } : this.term()];
    for (;;) {
      if (this.match(/\+/y)) {
        const omitted = this.match(/\\cdots\\;\\text\{\\small \((\d+) more\)\}/y);
        parts.push(omitted ? { kind: 'omitted', count: Number(omitted[1]) } : this.term());
      } else if (this.match(/-/y)) {
        parts.push({ kind: 'negative', of: this.term() });
      } else {
        return parts.length === 1 ? parts[0] : { kind: 'sum', parts };
      }
    }
  }

  /** Factors from left to right. A minus in front of a factor needs parentheses. */
  private term(): Printed {
    const general = this.match(/\\sum_\{[^}]*\}\^\{[^}]*\}/y);
    let whole = this.power();
    for (;;) {
      if (this.match(/\\cdot(?!s)/y)) {
        whole = { kind: 'product', parts: [whole, this.power()] };
      } else if (this.match(/\\odot/y)) {
        this.power();
        whole = { kind: 'unknown' };
      } else {
        return general ? { kind: 'unknown' } : whole;
      }
    }
  }

  private power(): Printed {
    const base = this.atom();
    if (!this.match(/\^\{/y)) {
      return base;
    }
    // A whole exponent is exact.
    const whole = this.match(/-?\d+(?=\})/y);
    const exponent = whole ? number(Number(whole[0])) : this.sum();
    this.expect(/\}/y);
    return { kind: 'power', parts: [base, exponent] };
  }

  private atom(): Printed {
    this.match(/(?=.)/sy);
    if (this.match(/\\boldsymbol\{|\\html(?:Class|Data)\{[^}]*\}\{/y)) {
      return this.until(/\}/y);
    }
    for (const name of this.symbols) {
      if (this.text.startsWith(name, this.at)) {
        const next = this.text.slice(this.at + name.length);
        if (!/^(?:[_']|\^\{[^\d}t]|\()/.test(next) && !/^\w/.test(/\w$/.test(name) ? next : '')) {
          this.at += name.length;
          return { kind: 'symbol', name };
        }
      }
    }
    const digits = this.match(/(\d+(?:\.\d+)?)(?:\{\\cdot\}10\^\{(-?\d+)\})?/y);
    if (digits) {
      return numberNode(digits[1], Number(digits[2] ?? 0), this.digits);
    }
    const special = this.match(/\\mathrm\{NaN\}|\\infty|\\pi/y)?.[0];
    if (special) {
      return number(special === '\\infty' ? Infinity : special === '\\pi' ? Math.PI : NaN);
    }
    if (this.match(/\\begin\{pmatrix\}/y)) {
      return this.matrix();
    }
    if (this.match(/\\frac\{/y)) {
      const above = this.until(/\}/y);
      this.expect(/\{/y);
      return { kind: 'quotient', parts: [above, this.until(/\}/y)] };
    }
    if (this.match(/\\sqrt\{/y)) {
      return { kind: 'call', name: 'sqrt', args: [this.until(/\}/y)] };
    }
    if (this.match(/e\^\{/y)) {
      return { kind: 'call', name: 'exp', args: [this.until(/\}/y)] };
    }
    if (this.match(/\\left\|/y)) {
      return { kind: 'call', name: 'abs', args: [this.until(/\\right\|/y)] };
    }
    if (this.match(OPEN)) {
      return this.until(CLOSE);
    }
    const call = this.match(
      /(?:\\(?:operatorname|text)\{((?:[^{}]|\{[^{}]*\})*)\}|\\([a-z]+)|(\p{L}))'*(?=\\left\()/uy
    );
    if (call) {
      const name = call[1] ?? call[2] ?? call[3];
      this.expect(OPEN);
      const args = [this.side()];
      while (this.match(/,\\,/y)) {
        args.push(this.side());
      }
      this.expect(CLOSE);
      return isFunction(name) ? { kind: 'call', name, args } : unknown;
    }
    return this.fail();
  }

  private matrix(): Printed {
    const end = this.text.indexOf('\\end{pmatrix}', this.at);
    const inside = this.text.slice(this.at, end);
    this.at = end + '\\end{pmatrix}'.length;
    this.match(/_\{\d+\\times \d+\}/y);
    const rows = inside
      .split(' \\\\ ')
      .map(row => row.split(' & ').map(cell => (/dots$/.test(cell.trim()) ? unknown : this.cell(cell))));
    return { kind: 'matrix', rows };
  }

  private cell(text: string): Printed {
    return new TeXReader(text, this.symbols, this.digits).line().sides[0];
  }

  private until(close: RegExp): Printed {
    const of = this.side();
    this.expect(close);
    return of;
  }

  private expect(pattern: RegExp): void {
    if (!this.match(pattern)) {
      this.fail();
    }
  }

  /** Skips spaces, then matches. */
  private match(pattern: RegExp): RegExpExecArray | null {
    SPACE.lastIndex = this.at;
    const skipped = SPACE.exec(this.text)?.[0].length ?? 0;
    pattern.lastIndex = this.at + skipped;
    const found = pattern.exec(this.text);
    this.at = found ? pattern.lastIndex : this.at;
    return found;
  }

  private fail(): never {
    throw new Error(`can't be read from “${this.text.slice(this.at, this.at + 40)}” on: ${this.text}`);
  }
}

const unknown: Printed = { kind: 'unknown' };
const number: (x: number) => Printed = constant;
