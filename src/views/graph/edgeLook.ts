import { ScaleLinear, Selection, select } from 'd3';
import { isNew, onEnter, update } from '../page/dom';
import { stillLinked } from '../page/links';
import type { SceneEdge } from './scene';

/** The width of an edge without a number, and of one whose number is NaN or infinite, in px. */
const UNKNOWN = 1.2;
const BROKEN = 2;

/** The class and the width of a line for a number: a weight, a bias or a gradient. */
export function edgeLook(
  { shown, active, asked }: Pick<SceneEdge, 'shown' | 'active' | 'asked'>,
  width: ScaleLinear<number, number>
): { class: string; 'stroke-width': number } {
  const part = active ? (asked ? ' sg-active' : ' sg-active sg-passed') : '';
  return {
    class: `sg-edge ${colourOf(shown)}${part}`,
    'stroke-width': shown === undefined ? UNKNOWN : Number.isFinite(shown) ? width(Math.abs(shown)) : BROKEN
  };
}

/** The class for the colour of an edge: its sign. */
const colourOf = (shown: number | undefined): string =>
  shown === undefined
    ? 'sg-unknown'
    : !Number.isFinite(shown)
      ? 'sg-broken'
      : shown < 0
        ? 'sg-negative'
        : 'sg-positive';

/** Gives a group a click target for each of some weights or biases. @param open called with the one that is clicked */
export const joinTargets = <T extends { key: string }>(
  group: Element,
  slots: T[],
  open: (slot: T) => void
): Selection<SVGPathElement, T, Element, unknown> =>
  select(group)
    .selectAll<SVGPathElement, T>('path')
    .data(slots, ({ key }) => key)
    .join(enter =>
      enter
        .append('path')
        .attr('role', 'button')
        .on('click', (_, slot) => open(slot))
        .on('keydown', (event: KeyboardEvent, slot) => onEnter(event, () => open(slot)))
    );

/**
 * Writes the address and the number of a weight or a bias to its click target.
 * @param look the class of the target
 * @param label what a screen reader says, of the symbol and the number
 */
export function writeTarget(
  target: Element,
  { weight: { ref, value }, symbol }: SceneEdge,
  look: string,
  label: (symbol: string, value: number) => string
): void {
  if (isNew(target, ref, symbol, value)) {
    const link = ref.replace(/^#\d+\//, '');
    update(target, {
      class: `${look}${stillLinked(target, link)}`,
      'data-ref': ref,
      'data-value': value,
      'data-link': link,
      'aria-label': label(symbol, value)
    });
  }
}
