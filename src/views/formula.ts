import { Expression, Line, TeXPrinter, Term, lineToText, toText } from '../derivation';
import { exact, h } from './dom';
import { linkOf } from './links';
import { StepperModel } from './stepperModel';
import { Translate } from './translate';
import { typeset } from './typeset';

/** A line of a derivation, as a formula whose terms know what they stand for; as text until KaTeX is here. */
export function formula(line: Line, model: StepperModel, translate: Translate, inline: boolean): HTMLElement {
  const printer = new TeXPrinter(true, n => translate('%1 more terms', n));
  const made = typeset(`\\begin{aligned}${printer.line(line, inline)}\\end{aligned}`);
  const element = h('div', { class: 'sg-line', tabindex: -1 });
  if (!made) {
    element.textContent = lineToText(line);
    return element;
  }
  element.append(...made.childNodes);
  element.querySelectorAll('[data-k]').forEach(term => mark(term, printer.terms, model));
  return element;
}

/** TeX that our own printers wrote, whose terms are no single numbers; as text until KaTeX is here. */
export function mathematics(tex: string, text: string): HTMLElement {
  const made = typeset(tex);
  return h('div', { class: 'sg-line', tabindex: -1 }, ...(made ? made.childNodes : [text]));
}

/** An equation in symbols: a definition, whose terms stand for no number of the trace. */
export function equation(left: Expression, right: Expression): HTMLElement {
  const texts = [left, right].map(e => toText(e, 'symbols'));
  // tanh(z) = tanh(z) says nothing.
  const sides = texts[0] === texts[1] ? [left] : [left, right];
  const printer = new TeXPrinter(true);
  const made = typeset(sides.map(e => printer.expression(e, 'symbols')).join(' = '));
  const element = h(
    'div',
    { class: 'sg-line' },
    ...(made ? made.childNodes : [[...new Set(texts)].join(' = ')])
  );
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
