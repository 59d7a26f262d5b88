import { brief, withPower } from '../../derivation';
import { isNew, s, update, writeText } from '../page/dom';
import type { ShownNumber } from './scene';
import { sizeIn, textWidth } from './textFit';

/** The sizes of digits in a node that is too narrow for the graph's text, in px; see graph.css. */
const TIGHT = 11;
const TIGHTEST = 9;

/** The number in a node; until it is known, a dot or a letter. */
export function nodeNumber(
  shown: ShownNumber | undefined,
  radius: number,
  attributes: Record<string, string>,
  unknown = '·'
): SVGElement {
  const text = s('text', { 'text-anchor': 'middle', ...attributes });
  if (shown) {
    text.append(s('tspan'));
    writeNodeNumber(text, shown, radius);
  } else {
    text.append(unknown);
  }
  return text;
}

/** Rewrites the number in a node: as decimals if they fit, else with a power of ten. */
export function writeNodeNumber(text: SVGElement, shown: ShownNumber, radius: number): void {
  if (!hasChanged(text, shown)) {
    return;
  }
  const room = 2 * radius - 4;
  const decimals = brief(shown.value);
  const fits = decimals.includes('×') || sizeIn(room, decimals) >= TIGHTEST;
  const digits = fits ? decimals : withPower(shown.value);
  text.classList.toggle('sg-tight', textWidth(digits) > 2 * radius - 10);
  text.classList.toggle('sg-tightest', !digits.includes('×') && sizeIn(room, digits) < TIGHT);
  writeNumberSpan(text.firstElementChild!, shown, powerLines(digits, room));
}

/** A number with its address and the key of its edit. */
export function numberSpan(shown: ShownNumber): SVGElement {
  const span = s('tspan');
  writeNumberSpan(span, shown);
  return span;
}

/** Rewrites a number, its address and the key of its edit. */
export function writeNumberSpan(
  span: Element,
  shown: ShownNumber,
  text: string | SVGElement[] = brief(shown.value)
): void {
  if (!hasChanged(span, shown)) {
    return;
  }
  const { value, ref, editable, edited } = shown;
  update(span, {
    'data-ref': ref,
    'data-value': value,
    'data-editable': editable,
    tabindex: editable && -1,
    class: edited ? 'sg-edited' : undefined
  });
  if (typeof text === 'string') {
    writeText(span, text);
  } else {
    span.replaceChildren(...text);
  }
}

/** Whether an element last showed another number. */
const hasChanged = (element: Element, { value, ref, editable, edited }: ShownNumber): boolean =>
  isNew(element, value, ref, editable, edited);

/** Moves the power of ten of a number that is too wide for the room, in px, to a line below. */
function powerLines(digits: string, room: number): string | SVGElement[] {
  const at = digits.indexOf('×');
  if (at < 0 || textWidth(digits) <= room) {
    return digits;
  }
  return [
    s('tspan', { x: 0, dy: '-0.2em' }, digits.slice(0, at)),
    s('tspan', { x: 0, dy: '1.05em', class: 'sg-power' }, digits.slice(at))
  ];
}
