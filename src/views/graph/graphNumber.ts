import { brief, withPower } from '../../derivation';
import { isNew, s, update, writeText } from '../page/dom';
import { SMALLEST, TIGHT, numberLines, sizeIn, textWidth } from './nodeText';
import type { Figure } from './scene';

/** A number in a node, with where it came from; a dot while it is not known. */
export function number(
  figure: Figure | undefined,
  radius: number,
  attributes: Record<string, string>
): SVGElement {
  const text = s('text', { 'text-anchor': 'middle', ...attributes });
  if (figure) {
    text.append(s('tspan'));
    writeNumber(text, figure, radius);
  } else {
    text.append('·');
  }
  return text;
}

/** Another number in the place of one that is known. */
export function writeNumber(text: SVGElement, figure: Figure, radius: number): void {
  if (!isOther(text, figure)) {
    return;
  }
  const room = 2 * radius - 4;
  const digits = brief(figure.value);
  const fits = digits.includes('×') || sizeIn(room, digits) >= SMALLEST;
  const shown = fits ? digits : withPower(figure.value);
  text.classList.toggle('sg-tight', textWidth(shown) > 2 * radius - 10);
  text.classList.toggle('sg-tightest', !shown.includes('×') && sizeIn(room, shown) < TIGHT);
  writeFigure(text.firstElementChild!, figure, shown, room);
}

/** A number, which knows its address and whether it can be changed. */
export function figureSpan(figure: Figure): SVGElement {
  const span = s('tspan');
  writeFigure(span, figure);
  return span;
}

/** Whether a number has changed since it was last asked. */
const isOther = (element: Element, { value, ref, editable, edited }: Figure): boolean =>
  isNew(element, value, ref, editable, edited);

/** Another number in the place of one. */
export function writeFigure(span: Element, figure: Figure, shown?: string, room = Infinity): void {
  if (!isOther(span, figure)) {
    return;
  }
  const { value, ref, editable, edited } = figure;
  update(span, {
    'data-ref': ref,
    'data-value': value,
    'data-editable': editable,
    tabindex: editable && -1,
    class: edited ? 'sg-edited' : undefined
  });
  const lines = numberLines(shown ?? brief(value), room);
  if (typeof lines[0] === 'string') {
    writeText(span, lines[0]);
  } else {
    span.replaceChildren(...lines);
  }
}
