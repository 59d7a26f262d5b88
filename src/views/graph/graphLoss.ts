import { formatNumber, symbolToText } from '../../derivation';
import { Layout, placeOf } from '../../derivation/layout';
import { isNew, s, update } from '../page/dom';
import { figureSpan, number, writeNumber } from './graphNumber';
import { shorten } from './nodeText';
import type { Scene } from './scene';
import type { Translate } from '../page/translate';

/** What the layout leaves to the right of the loss, in px. */
const RIGHT = 48;
/** More targets than this have no room above the loss. */
const MAX_TARGETS = 6;

/** Draws the loss, and over it what is wanted, into a group. */
export function drawLoss(group: Element, scene: Scene, layout: Layout, translate: Translate): void {
  const { x, y } = placeOf(layout, layout.columns.length - 1, 0)!;
  const size = layout.radius * 2 - 2;
  update(group, {
    class: `sg-node sg-loss-node sg-loss${scene.loss.active ? ' sg-active' : ''}`,
    transform: `translate(${x},${y})`,
    'data-link': 'loss',
    role: 'img',
    'aria-label': `L ${scene.loss.value ? formatNumber(scene.loss.value.value) : ''}`
  });
  const { targets, samples } = scene;
  const whole = scene.sample === null;
  // One name for a single output is the output's.
  const names = scene.classNames && scene.classNames.length > 1 ? scene.classNames : [];
  const wanted = targets.flatMap(({ value, ref, editable, edited }) => [value, ref, editable, edited]);
  const { value } = scene.loss;
  if (!isNew(group, size, value !== undefined, whole, samples, ...wanted, '', ...names)) {
    if (value) {
      writeNumber(group.querySelector<SVGElement>('.sg-node-value')!, value, layout.radius);
    }
    return;
  }
  const parts: SVGElement[] = [
    s('rect', { x: -size / 2, y: -size / 2, width: size, height: size, rx: 5 }),
    number(value, layout.radius, { class: 'sg-node-value', dy: '0.35em' }),
    s('text', { class: 'sg-node-symbol', y: size / 2 + 15, 'text-anchor': 'middle' }, 'L')
  ];
  if (whole) {
    const text = translate('%1 targets', samples);
    parts.push(s('text', { class: 'sg-target', y: -size / 2 - 8, 'text-anchor': 'middle' }, text));
    group.replaceChildren(...parts);
    return;
  }
  const many = targets.length > 1;
  const hidden = Math.max(0, targets.length - MAX_TARGETS);
  const shown = targets.slice(0, MAX_TARGETS);
  const name = many ? undefined : names[shown[0].value];
  const lines = shown.length + (hidden > 0 || name !== undefined ? 1 : 0);
  const label = (row: number, text: string): SVGElement =>
    s(
      'text',
      { class: 'sg-target', y: -size / 2 - 8 - (lines - 1 - row) * 15, 'text-anchor': 'middle' },
      text
    );
  shown.forEach((target, j) => {
    const text = label(j, many ? `${symbolToText({ name: 'y', sub: String(j + 1) })} = ` : 'y = ');
    text.append(figureSpan(target));
    parts.push(text);
  });
  if (name !== undefined) {
    // Centred over the loss, which stands near the right edge.
    const text = label(1, shorten(name, 2 * RIGHT - 8));
    text.append(s('title', {}, name));
    parts.push(text);
  }
  if (hidden > 0) {
    parts.push(label(shown.length, `… ${translate('%1 more', hidden)}`));
  }
  group.replaceChildren(...parts);
}
