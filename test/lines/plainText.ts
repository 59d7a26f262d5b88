/** Reads a line of plain text: `z₁ = w₁₁ · x₁ + b₁ = 0.5 · (−2) + 0.1 = −0.9`. */
import { constant, numberNode } from './digits';
import { Printed, PrintedLine, isFunction } from './printed';

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** Letters and marks that continue a symbol. */
const CONTINUES = /[\p{L}\p{M}\p{N}′_[]/u;

export class PlainReader {
  private at = 0;

  /**
   * @param symbols the texts of the symbols that may appear, longest first
   * @param digits significant digits that the text's numbers were asked for
   */
  constructor(
    private readonly text: string,
    private readonly symbols: readonly string[],
    private readonly digits: number
  ) {}

  /** The sides of the equality, and its first and its last sign. @throws Error for a text that can't be read */
  line(): PrintedLine {
    const sides = [this.side()];
    const becomes = this.text.startsWith(' ← ', this.at);
    while (this.take(' = ') || (sides.length === 1 && this.take(' ← '))) {
      sides.push(this.side());
    }
    const about = this.take(' ≈ ');
    if (about) {
      sides.push(this.side());
    }
    if (this.at < this.text.length) {
      this.fail();
    }
    return { sides, becomes, about };
  }

  /** A sum, perhaps valid in a case: `z (z > 0)`. */
  private side(): Printed {
    const of = this.sum();
    if (!this.take(' (')) {
      return of;
    }
    const left = this.sum();
    const relation = this.match(/ ([<>≤≥=]) /y)?.[1] ?? this.fail();
    const right = this.sum();
    this.expect(')');
    return { kind: 'case', of, left, relation, right };
  }

  private sum(): Printed {
    const parts = [this.take('−') ? this.negative() : this.term()];
    for (;;) {
      if (this.take(' + ')) {
        const omitted = this.match(/… \((\d+) more\)/y);
        parts.push(omitted ? { kind: 'omitted', count: Number(omitted[1]) } : this.term());
      } else if (this.take(' − ')) {
        parts.push({ kind: 'negative', of: this.term() });
      } else {
        return parts.length === 1 ? parts[0] : { kind: 'sum', parts };
      }
    }
  }

  private negative(): Printed {
    return { kind: 'negative', of: this.term() };
  }

  /** Factors and divisors, from left to right. A minus in front of a factor needs parentheses. */
  private term(): Printed {
    const general = this.match(/Σ\((?:[^()]|\([^()]*\))*\) /y);
    let whole = this.power();
    for (;;) {
      if (this.take(' · ')) {
        whole = { kind: 'product', parts: [whole, this.power()] };
      } else if (this.take(' / ')) {
        whole = { kind: 'quotient', parts: [whole, this.power(true)] };
      } else if (this.take(' ⊙ ')) {
        this.power();
        whole = { kind: 'unknown' };
      } else {
        return general ? { kind: 'unknown' } : whole;
      }
    }
  }

  private power(divides = false): Printed {
    const base = this.atom(divides);
    const script = this.match(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/y)?.[0];
    if (script !== undefined) {
      const exponent = Array.from(script, c => (c === '⁻' ? '-' : RAISED.indexOf(c))).join('');
      return { kind: 'power', parts: [base, number(Number(exponent))] };
    }
    if (this.match(/ᵗ/y)) {
      return { kind: 'power', parts: [base, { kind: 'symbol', name: 't' }] };
    }
    if (this.take('^')) {
      return { kind: 'power', parts: [base, this.atom()] };
    }
    return base;
  }

  private atom(divides = false): Printed {
    for (const name of this.symbols) {
      if (this.text.startsWith(name, this.at)) {
        const next = this.text.slice(this.at + name.length, this.at + name.length + 2);
        if (!CONTINUES.test(next.charAt(0)) || /^[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵗ]/.test(next)) {
          this.at += name.length;
          return { kind: 'symbol', name };
        }
      }
    }
    const digits = this.match(/(\d+(?:\.\d+)?)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?/y);
    if (digits) {
      if (divides && digits[2]) {
        throw new Error(`${digits[0]} divides without parentheses: ${this.text}`);
      }
      const exponent = Array.from(digits[2] ?? '⁰', c => (c === '⁻' ? '-' : RAISED.indexOf(c))).join('');
      return numberNode(digits[1], Number(exponent), this.digits);
    }
    const special = this.match(/NaN|∞|π/y)?.[0];
    if (special) {
      return number(special === 'NaN' ? NaN : special === 'π' ? Math.PI : Infinity);
    }
    if (this.take('(')) {
      return this.inParentheses();
    }
    const call = this.match(/([\p{L}\p{M}\p{N}_′]+)\(/uy)?.[1];
    if (call) {
      const args = [this.side()];
      while (this.take(', ')) {
        args.push(this.side());
      }
      this.expect(')');
      return isFunction(call) ? { kind: 'call', name: call, args } : { kind: 'unknown' };
    }
    return this.fail();
  }

  /** A formula, or the rows of a matrix. */
  private inParentheses(): Printed {
    const rows: Printed[][] = [[]];
    for (;;) {
      rows[rows.length - 1].push(this.take('…') ? { kind: 'unknown' } : this.side());
      if (this.take(')')) {
        const [[first, ...others], ...more] = rows;
        return others.length + more.length === 0 ? first : { kind: 'matrix', rows };
      }
      if (this.take('; ')) {
        rows.push([]);
      } else if (!this.take(', ')) {
        this.fail();
      }
    }
  }

  private take(text: string): boolean {
    const is = this.text.startsWith(text, this.at);
    this.at += is ? text.length : 0;
    return is;
  }

  private expect(text: string): void {
    if (!this.take(text)) {
      this.fail();
    }
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    this.at += found ? found[0].length : 0;
    return found;
  }

  private fail(): never {
    throw new Error(`can't be read from “${this.text.slice(this.at, this.at + 40)}” on: ${this.text}`);
  }
}

const number: (x: number) => Printed = constant;
