import { s, update } from '../page/dom';
import type { Translate } from '../page/translate';
import { pictureIn } from './nodePicture';
import { nodeNumber, numberSpan, writeNodeNumber, writeNumberSpan } from './nodeNumber';
import type { SceneNode, ShownNumber } from './scene';
import type { Spread } from './spread';
import { spreadStrip } from './spreadStrip';
import { fitText, nameLines, textWidth } from './textFit';
import { STACKED, UnitLayout, WIDE } from './unitLayout';
import { isNeuron, unitNode, writeUnitNode } from './unitNode';

/** The room for the name of a class under its node, in px. */
export const NAME_ROOM = 76;
/** About the longest δ. Where a δ this long has no room beside the symbol, every δ of the graph stands below. */
const LONGEST_DELTA = '−0.0012';

/**
 * A node of a large graph: its value in it, of a neuron also z; its symbol, name and δ under it; those of an input to
 * the left.
 * @param nameRoom for the name of an input, in px
 * @param digits significant digits of the spread's title
 * @param picture behind the value
 */
export function valueNode(
  node: SceneNode,
  layout: UnitLayout,
  nameRoom: number,
  digits: number,
  translate: Translate,
  picture?: string
): SVGElement[] {
  const { delta, was, spread } = node;
  const height = isNeuron(node) ? (layout.form === 'wide' ? WIDE : STACKED).height : layout.radius;
  const labels = node.column === 0 ? inputLabels(node, layout.radius, nameRoom) : [unitLabel(node, height)];
  if (delta) {
    const mark = spread ? 'Σδ ' : 'δ ';
    addNumber(labels[labels.length - 1], node, layout, 'sg-node-delta', mark, delta);
  }
  if (was) {
    addNumber(labels[labels.length - 1], node, layout, 'sg-node-was', `${translate('before')} `, was);
  }
  const parts = isNeuron(node)
    ? unitNode(node, layout, digits, translate, picture)
    : circleNode(node, layout.radius, digits, translate, picture);
  return [...parts, ...labels];
}

/** A node with one number. */
function circleNode(
  { value, spread }: SceneNode,
  radius: number,
  digits: number,
  translate: Translate,
  picture?: string
): SVGElement[] {
  const over = picture ? ' sg-over' : '';
  return [
    s('circle', { r: radius }),
    ...pictureIn(radius, picture),
    nodeNumber(value, radius, { class: `sg-node-value${over}`, dy: spread ? '-0.05em' : '0.35em' }),
    ...(spread ? [spreadStrip(spread, radius, digits, translate)] : [])
  ];
}

/** Rewrites the numbers of a node and touches nothing else, so that a double click hits one element. */
export function writeValueNode(element: Element, node: SceneNode, layout: UnitLayout): void {
  const { value, delta, was } = node;
  if (isNeuron(node)) {
    writeUnitNode(element, node, layout);
  } else if (value) {
    writeNodeNumber(element.querySelector<SVGElement>('.sg-node-value')!, value, layout.radius);
  }
  if (delta) {
    writeNumberSpan(element.querySelector('.sg-node-delta')!.firstElementChild!, delta);
  }
  if (was) {
    writeNumberSpan(element.querySelector('.sg-node-was')!.firstElementChild!, was);
  }
}

/** Everything that is seen of a node except its numbers: nodes with the same look differ only in these. */
export const lookOf = ({ symbol, name, value, was, sum, delta, spread }: SceneNode): string =>
  [
    symbol,
    name,
    sum && sum.value !== undefined,
    value !== undefined,
    was !== undefined,
    delta !== undefined,
    spreadText(spread)
  ].join('\n');

const spreadText = (spread?: Spread): string =>
  spread ? `${spread.low} ${spread.high} ${spread.values.join(' ')}` : '';

/** The symbol of an input, under its name if it has one. */
function inputLabels({ symbol, name }: SceneNode, radius: number, room: number): SVGElement[] {
  const at = { x: -radius - 6, 'text-anchor': 'end' };
  if (name === undefined) {
    return [s('text', { class: 'sg-node-symbol', ...at, dy: '0.35em' }, symbol)];
  }
  const lines = nameLines(name, room);
  const top = lines.length > 1 ? -9 : -1;
  return [
    ...lines.map((line, i) => {
      const title = i ? [] : [s('title', {}, name)];
      return s('text', { class: 'sg-node-name', ...at, y: top + 14 * i }, line, ...title);
    }),
    s('text', { class: 'sg-node-symbol', ...at, y: top + 1 + 14 * lines.length }, symbol)
  ];
}

/** The symbol of a unit, and the name of its class. */
function unitLabel({ symbol, name }: SceneNode, height: number): SVGElement {
  const text = name === undefined ? symbol : `${symbol} ${fitText(name, NAME_ROOM)}`;
  const title = name === undefined ? [] : [s('title', {}, name)];
  return s(
    'text',
    { class: 'sg-node-symbol', x: 0, y: height + 14, 'text-anchor': 'middle', dy: 0 },
    text,
    ...title
  );
}

/**
 * Adds a number, δ or the value before the update, to the label of a unit: beside the symbol, or below it where there
 * is no room.
 */
function addNumber(
  label: SVGElement,
  { symbol, name }: SceneNode,
  { radius, spacing, columns }: UnitLayout,
  kind: string,
  mark: string,
  number: ShownNumber
): void {
  const length = textWidth(`${symbol} · ${mark}${LONGEST_DELTA}`);
  const below = name !== undefined || length > columns[1].x - columns[0].x - 4;
  const dy = spacing - 2 * radius > 26 ? '1.15em' : '1em';
  label.append(
    s(
      'tspan',
      { class: kind, ...(below ? { x: 0, dy } : {}) },
      `${below ? '' : ' · '}${mark}`,
      numberSpan(number)
    )
  );
  if (below) {
    // In the middle of a narrow gap to the next node: over neither of the two circles.
    const y = Math.min(radius + 12, Math.floor(spacing / 2) - 1);
    update(label, { class: 'sg-node-symbol sg-two-lines', y });
  }
}
