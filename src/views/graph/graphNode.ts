import type { Layout } from '../../derivation/layout';
import { s, update } from '../page/dom';
import { figureSpan, number, writeFigure, writeNumber } from './graphNumber';
import { surfaceIn } from './labelledNode';
import { nameLines, shorten, textWidth } from './nodeText';
import type { SceneNode } from './scene';
import { Spread, spreadStrip } from './spread';
import type { Translate } from '../page/translate';

/** What there is for the name of a class under its node, in px. */
export const NAME = 76;
/** About the longest δ: where it has no room beside its unit, none of the graph's stands there. */
const DELTA = '−0.0012';

/**
 * A node: its value in it, and under it what it is called and its δ.
 * @param nameRoom for the name of an input, in px
 * @param picture what it computes, behind the value
 */
export function nodeParts(
  d: SceneNode,
  layout: Layout,
  nameRoom: number,
  translate: Translate,
  picture?: string
): SVGElement[] {
  const { radius, spacing, columns } = layout;
  const input = d.column === 0;
  const parts: SVGElement[] = [s('circle', { r: radius }), ...surfaceIn(radius, picture)];
  const over = picture ? ' sg-over' : '';
  parts.push(number(d.value, radius, { class: `sg-node-value${over}`, dy: d.spread ? '-0.05em' : '0.35em' }));
  if (d.spread) {
    parts.push(spreadStrip(d.spread, radius, translate));
  }
  const at = input
    ? { x: -radius - 6, 'text-anchor': 'end' }
    : { x: 0, y: radius + 14, 'text-anchor': 'middle' };
  if (input && d.name !== undefined) {
    const lines = nameLines(d.name, nameRoom);
    const top = lines.length > 1 ? -9 : -1;
    lines.forEach((line, i) => {
      const title = i ? [] : [s('title', {}, d.name!)];
      parts.push(s('text', { class: 'sg-node-name', ...at, y: top + 14 * i }, line, ...title));
    });
    parts.push(s('text', { class: 'sg-node-symbol', ...at, y: top + 1 + 14 * lines.length }, d.symbol));
  } else {
    const name = d.name === undefined ? d.symbol : `${d.symbol} ${shorten(d.name, NAME)}`;
    const title = d.name === undefined ? [] : [s('title', {}, d.name)];
    parts.push(s('text', { class: 'sg-node-symbol', ...at, dy: input ? '0.35em' : 0 }, name, ...title));
  }
  if (d.delta) {
    const mark = d.spread ? 'Σδ ' : 'δ ';
    // Beside a class's name it has no room, nor where the next column's labels begin.
    const length = textWidth(`${d.symbol} · ${mark}${DELTA}`);
    const below = !input && (d.name !== undefined || length > columns[1].x - columns[0].x - 4);
    const text = `${below ? '' : ' · '}${mark}`;
    const label = s(
      'tspan',
      {
        class: 'sg-node-delta',
        ...(below ? { x: 0, dy: spacing - 2 * radius > 26 ? '1.15em' : '1em' } : {})
      },
      text
    );
    label.append(figureSpan(d.delta));
    const last = parts[parts.length - 1];
    last.append(label);
    if (below) {
      // Where the gap to the next node is small, in its middle: over neither ring.
      update(last, {
        class: 'sg-node-symbol sg-two-lines',
        y: Math.min(radius + 12, Math.floor(spacing / 2) - 1)
      });
    }
  }
  return parts;
}

/** Writes a node's numbers, and touches nothing else: a second click must find what the first was on. */
export function writeNode(node: Element, { value, delta }: SceneNode, radius: number): void {
  if (value) {
    writeNumber(node.querySelector<SVGElement>('.sg-node-value')!, value, radius);
  }
  if (delta) {
    writeFigure(node.querySelector('.sg-node-delta')!.firstElementChild!, delta);
  }
}

/** What is seen of a node but for its numbers: of two that have the same, these alone differ. */
export const nodeKey = ({ symbol, name, value, delta, spread }: SceneNode): string =>
  [symbol, name, value !== undefined, delta !== undefined, spreadKey(spread)].join('\n');

const spreadKey = (spread?: Spread): string =>
  spread ? `${spread.low} ${spread.high} ${spread.values.join(' ')}` : '';
