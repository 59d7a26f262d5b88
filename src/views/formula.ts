import type { KatexOptions } from 'katex';
import { Expression, Line, TeXPrinter, Term, lineToText, toText } from '../derivation';
import { exact, h } from './dom';
import { linkOf } from './links';
import { StepperModel } from './stepperModel';
import { Translate } from './translate';

type Katex = typeof import('katex').default;

let katex: Katex | null = null;
let loading: Promise<void> | null = null;

/** Fetches KaTeX, which Lab does not load with the page. @returns null when it is here already */
export function loadKatex(): Promise<void> | null {
  loading ??= import('katex').then(module => {
    katex = module.default;
  });
  return katex ? null : loading;
}

/** Only the two commands that our own printer writes are trusted; everything that can grow is bounded. */
export const katexOptions = (): KatexOptions => ({
  displayMode: true,
  output: 'htmlAndMathml',
  throwOnError: false,
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
  maxExpand: 1000,
  maxSize: 20,
  macros: {}
});

/** A line of a derivation, as a formula whose terms know what they stand for; as text until KaTeX is here. */
export function formula(line: Line, model: StepperModel, translate: Translate, inline: boolean): HTMLElement {
  const element = h('div', { class: 'sg-line', tabindex: -1 });
  if (!katex) {
    element.textContent = lineToText(line);
    return element;
  }
  const printer = new TeXPrinter(true, n => translate('%1 more terms', n));
  const tex = `\\begin{aligned}${printer.line(line, inline)}\\end{aligned}`;
  katex.render(tex, element, katexOptions());
  element.querySelectorAll('[data-k]').forEach(term => mark(term, printer.terms, model));
  return element;
}

/** TeX that our own printers wrote, whose terms are no single numbers; as text until KaTeX is here. */
export function mathematics(tex: string, text: string): HTMLElement {
  const element = h('div', { class: 'sg-line', tabindex: -1 });
  if (katex) {
    katex.render(tex, element, katexOptions());
  } else {
    element.textContent = text;
  }
  return element;
}

/** An equation in symbols: a definition, whose terms stand for no number of the trace. */
export function equation(left: Expression, right: Expression): HTMLElement {
  const element = h('div', { class: 'sg-line' });
  const texts = [left, right].map(e => toText(e, 'symbols'));
  // tanh(z) = tanh(z) says nothing.
  const sides = texts[0] === texts[1] ? [left] : [left, right];
  if (!katex) {
    element.textContent = [...new Set(texts)].join(' = ');
    return element;
  }
  const printer = new TeXPrinter(true);
  katex.render(sides.map(e => printer.expression(e, 'symbols')).join(' = '), element, katexOptions());
  element.querySelectorAll('[data-k]').forEach(term => term.removeAttribute('data-k'));
  return element;
}

function mark(element: Element, terms: Term[], model: StepperModel): void {
  const term = terms[Number(element.getAttribute('data-k'))];
  element.removeAttribute('data-k');
  const { ref, value } = term.quantity;
  if (term.mode === 'numbers') {
    element.setAttribute('data-value', exact(value));
    // A weight that has been updated since has another value at its address now.
    if (ref && model.valueAt(ref) === value) {
      element.setAttribute('data-ref', ref);
    }
  }
  if (ref) {
    element.setAttribute('data-link', linkOf(ref, model.network));
    element.setAttribute('data-term', ref);
    element.setAttribute('role', 'button');
  }
}
