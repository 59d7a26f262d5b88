import { formatNumber, symbolToText } from '../../derivation';
import { Layout, placeOf } from '../../derivation/graphLayout';
import { isNew, s, update } from '../page/dom';
import type { Translate } from '../page/translate';
import { nodeNumber, numberSpan, writeNodeNumber, writeNumberSpan } from './nodeNumber';
import type { Scene } from './scene';
import { fitText, textWidth } from './textFit';

/** The height of a line above the loss, in px. */
const LINE = 15;
/** At most this many targets have room above the loss. */
const MAX_TARGETS = 6;

/** Draws the loss, and the targets above it, into a group. */
export function drawLossNode(group: Element, scene: Scene, layout: Layout, translate: Translate): void {
  const { targets, samples, sample, loss } = scene;
  const { x, y } = placeOf(layout, layout.columns.length - 1, 0)!;
  const size = layout.radius * 2 - 2;
  update(group, {
    class: `sg-node sg-loss-node sg-loss${loss.active ? ' sg-active' : ''}`,
    transform: `translate(${x},${y})`,
    'data-link': 'loss',
    role: 'img',
    'aria-label': `L ${loss.value ? formatNumber(loss.value.value, scene.digits) : ''}`
  });
  // The name of a single class is the output's, not the target's.
  const names = scene.classNames && scene.classNames.length > 1 ? scene.classNames : [];
  const shownTargets = targets.flatMap(({ value, ref, editable, edited }) => [value, ref, editable, edited]);
  const [isComputed, isAgain] = [loss.value, loss.was].map(number => number !== undefined);
  const room = 2 * (layout.width - x) - 8;
  if (
    !isNew(group, size, room, isComputed, isAgain, sample === null, samples, ...shownTargets, '', ...names)
  ) {
    if (loss.value) {
      writeNodeNumber(group.querySelector<SVGElement>('.sg-node-value')!, loss.value, layout.radius);
    }
    if (loss.was) {
      writeNumberSpan(group.querySelector('.sg-node-was')!.firstElementChild!, loss.was);
    }
    return;
  }
  const whole = `L · ${translate('%1 samples', samples)}`;
  const lines =
    sample === null ? [[translate('%1 targets', samples)]] : targetLines(scene, names, room, translate);
  group.replaceChildren(
    s('rect', { x: -size / 2, y: -size / 2, width: size, height: size, rx: 5 }),
    nodeNumber(loss.value, layout.radius, { class: 'sg-node-value', dy: '0.35em' }),
    s(
      'text',
      { class: 'sg-node-symbol', y: size / 2 + 15, 'text-anchor': 'middle' },
      // The loss is the batch's, whichever sample is looked at.
      samples > 1 && textWidth(whole) <= room ? whole : 'L',
      ...(loss.was
        ? [
            s(
              'tspan',
              { class: 'sg-node-was', x: 0, dy: '1.15em' },
              `${translate('before')} `,
              numberSpan(loss.was)
            )
          ]
        : [])
    ),
    ...lines.map((line, row) => {
      const bottom = -size / 2 - 8;
      const y = bottom - (lines.length - 1 - row) * LINE;
      return s('text', { class: 'sg-target', y, 'text-anchor': 'middle' }, ...line);
    })
  );
}

/**
 * The targets of a sample: a line each, or the one target and the name of its class.
 * @param room for the name, in px
 */
function targetLines(
  { targets }: Scene,
  names: string[],
  room: number,
  translate: Translate
): (Node | string)[][] {
  if (targets.length === 1) {
    const [target] = targets;
    const name = names[target.value];
    const line = ['y = ', numberSpan(target)];
    // Centred over the loss, which stands near the right edge.
    return name === undefined ? [line] : [line, [fitText(name, room), s('title', {}, name)]];
  }
  const lines: (Node | string)[][] = targets
    .slice(0, MAX_TARGETS)
    .map((target, j) => [`${symbolToText({ name: 'y', sub: String(j + 1) })} = `, numberSpan(target)]);
  const hidden = targets.length - MAX_TARGETS;
  return hidden > 0 ? [...lines, [`… ${translate('%1 more', hidden)}`]] : lines;
}
