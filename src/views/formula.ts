import { Line, TeXPrinter, Term, lineToText } from '../derivation';
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
