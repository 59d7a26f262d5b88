import { brief, withPower } from '../derivation';
import { s } from './dom';
import { SMALLEST, TIGHT, numberLines, sizeIn, textWidth } from './nodeText';
import type { Figure } from './scene';

/** A number in a node, with where it came from; a dot while it is not known. */
export function number(
  figure: Figure | undefined,
  radius: number,
  attributes: Record<string, string>
): SVGElement {
  const text = s('text', { 'text-anchor': 'middle', ...attributes });
  const room = 2 * radius - 4;
  if (figure) {
    const digits = brief(figure.value);
    const fits = digits.includes('×') || sizeIn(room, digits) >= SMALLEST;
    const shown = fits ? digits : withPower(figure.value);
    text.classList.toggle('sg-tight', textWidth(shown) > 2 * radius - 10);
    text.classList.toggle('sg-tightest', !shown.includes('×') && sizeIn(room, shown) < TIGHT);
    text.append(figureSpan(figure, shown, room));
  } else {
    text.append('·');
  }
  return text;
}

/** A number, which knows its address and whether it can be changed. */
export const figureSpan = (
  { value, ref, editable, edited }: Figure,
  shown = brief(value),
  room = Infinity
): SVGElement =>
  s(
    'tspan',
    {
      'data-ref': ref,
      'data-value': value,
      'data-editable': editable,
      tabindex: editable && -1,
      class: edited ? 'sg-edited' : undefined
    },
    ...numberLines(shown, room)
  );
