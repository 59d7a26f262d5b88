import { h } from './dom';
import type { Translate } from './translate';

/** The sentence in place of each part that could not be drawn. */
const sentences = new WeakMap<Element, HTMLElement>();

/** What a reader is told in place of something that can't be drawn. */
export const undrawnText = (translate: Translate): string =>
  translate('This can’t be drawn: run the cell again, and if that does not help, report its notebook.');

/**
 * Draws a part of a view. If that throws, one sentence takes the part's place until it can be drawn again: an output
 * is not trusted, and what is wrong with it must not take the rest of the view away, nor what a reader changed.
 */
export function drawSafely(element: Element, translate: Translate, draw: () => void): void {
  try {
    draw();
    sentences.get(element)?.remove();
    element.classList.remove('sg-undrawn');
  } catch (error) {
    const sentence =
      sentences.get(element) ??
      h('p', { class: 'sg-remark sg-note', role: 'alert', 'data-stepgrad': 'error' }, undrawnText(translate));
    sentences.set(element, sentence);
    // For whoever looks for the fault.
    sentence.title = String(error);
    sentence.hidden = element instanceof HTMLElement && element.hidden;
    element.classList.add('sg-undrawn');
    element.after(sentence);
  }
}
