import { Expression, Line, TeXPrinter, Term, lineToText, toText } from '../../derivation';
import { exact, h, isNew, update } from '../page/dom';
import { linkOf } from '../page/links';
import { shownValue } from '../state/shownValue';
import { StepperModel } from '../state/stepperModel';
import { Translate } from '../page/translate';
import { Typeset } from './typeset';

/** A line on the page, with what it takes to write other numbers into it. */
interface Written {
  html: Typeset;
  terms: Element[];
  tex: string;
  /** For screen readers; null until `speak` makes it. */
  mathml: Typeset | null;
}

const lines = new WeakMap<Element, Written>();

/** How a line is divided into rows. */
export interface RowLayout {
  /** All on one row. */
  inline?: boolean;
  /** Width of a row, in em. */
  room?: number;
}

/** A line in TeX, with its terms. */
interface Printed {
  rows: RowLayout;
  digits: number;
  tex: string;
  terms: Term[];
}

const printed = new WeakMap<Line, Printed>();

/** Prints a line to TeX. Cached per line for the last `rows`, compared by identity, and `digits`. */
function print(line: Line, digits: number, translate: Translate, rows: RowLayout): Printed {
  const known = printed.get(line);
  if (known?.rows === rows && known.digits === digits) {
    return known;
  }
  const printer = new TeXPrinter({
    digits,
    marked: true,
    more: n => translate('%1 more terms', n),
    room: rows.room
  });
  const tex = `\\begin{aligned}${printer.line(line, rows.inline)}\\end{aligned}`;
  const made = { rows, digits, tex, terms: printer.terms };
  printed.set(line, made);
  return made;
}

/**
 * A line of a derivation as a formula, whose terms carry values and addresses; as text until KaTeX is loaded.
 * `speak` adds the MathML later, which takes as long again.
 * @param old a line to reuse: if only the numbers differ, they are rewritten in place
 */
export function formula(
  line: Line,
  model: StepperModel,
  translate: Translate,
  rows: RowLayout = {},
  old?: Element | null
): HTMLElement {
  const { tex, terms } = print(line, model.digits, translate, rows);
  const { element, terms: elements } = write(tex, () => lineToText(line, model.digits), old);
  elements.forEach((term, k) => mark(term, terms[k], model));
  return element;
}

/** TeX of our own printers without terms, such as matrices, as a formula; as text until KaTeX is loaded. */
export const mathematics = (tex: string, text: string, old?: Element | null): HTMLElement =>
  write(tex, () => text, old).element;

/** A definition: an equation in symbols, whose terms have no number in the trace. */
export function equation(left: Expression, right: Expression, room: number, digits: number): HTMLElement {
  const texts = [left, right].map(e => toText(e, 'symbols', digits));
  const printer = new TeXPrinter({ digits, marked: true, room });
  // Not tanh(z) = tanh(z).
  const tex = texts[0] === texts[1] ? printer.expression(left, 'symbols') : printer.equation(left, right);
  return write(tex, () => [...new Set(texts)].join(' = ')).element;
}

function write(
  tex: string,
  text: () => string,
  old?: Element | null
): { element: HTMLElement; terms: Element[] } {
  const there = old && lines.get(old);
  if (there && (there.tex === tex || there.html.become(tex))) {
    if (there.tex !== tex && there.mathml && !there.mathml.become(tex)) {
      there.mathml.element.remove();
      there.mathml = null;
    }
    there.tex = tex;
    return { element: old as HTMLElement, terms: there.terms };
  }
  const html = Typeset.of(tex, 'html');
  const element = h('div', { class: 'sg-line', tabindex: -1 });
  if (!html) {
    element.textContent = text();
    return { element, terms: [] };
  }
  const terms: Element[] = [];
  html.element.querySelectorAll('[data-k]').forEach(term => {
    terms[Number(term.getAttribute('data-k'))] = term;
    term.removeAttribute('data-k');
  });
  element.append(...html.element.childNodes);
  lines.set(element, { html, terms, tex, mathml: null });
  return { element, terms };
}

/**
 * Adds MathML, which screen readers speak, to the formulas that have none.
 * @param most the largest number of formulas
 * @returns the number of formulas that got MathML
 */
export function speak(root: Element, most = Infinity): number {
  let done = 0;
  for (const line of root.querySelectorAll('.sg-line')) {
    const written = lines.get(line);
    if (written && !written.mathml && done < most) {
      written.mathml = Typeset.of(written.tex, 'mathml')!;
      line.querySelector('.katex')?.prepend(written.mathml.element);
      done++;
    }
  }
  return done;
}

function mark(element: Element, { quantity, mode }: Term, model: StepperModel): void {
  const { ref, value } = quantity;
  const number = mode === 'numbers';
  // At the address of a weight that was updated since, there is another value now.
  const isThere = number && ref !== undefined && shownValue(model, ref) === value;
  if (!isNew(element, ref, number && value, isThere)) {
    return;
  }
  const link = ref && linkOf(ref, model.network);
  if (element.getAttribute('data-link') !== (link ?? null)) {
    element.classList.remove('sg-linked');
  }
  update(element, {
    'data-value': number && exact(value),
    'data-ref': isThere && ref,
    'data-link': link,
    'data-term': ref,
    role: ref && 'button'
  });
}
