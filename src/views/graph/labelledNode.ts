import { s } from '../page/dom';
import { shorten, textWidth } from './nodeText';
import type { SceneNode } from './scene';

/** What a node computes, as a picture in it. */
export function surfaceIn(radius: number, picture: string | undefined): SVGElement[] {
  const size = { x: 1 - radius, y: 1 - radius, width: 2 * radius - 2, height: 2 * radius - 2 };
  return picture ? [s('image', { class: 'sg-node-surface', href: picture, ...size })] : [];
}

/**
 * A node of a small graph: its symbol in it, or a picture, whose symbol is said where it is pointed at; and beside
 * it what an input or an output is called.
 * @param room for a name on each side of the graph, in px
 */
export function labelledNode(
  { column, symbol, name }: SceneNode,
  radius: number,
  room: { left: number; right: number },
  picture?: string
): SVGElement[] {
  const tight = textWidth(symbol) > 2 * radius - 6 ? 'sg-tight' : '';
  const parts: SVGElement[] = [
    s('title', {}, [symbol, name].filter(Boolean).join(' · ')),
    s('circle', { r: radius }),
    ...(picture
      ? surfaceIn(radius, picture)
      : [s('text', { class: tight, 'text-anchor': 'middle', dy: '0.35em' }, symbol)])
  ];
  if (name !== undefined) {
    const input = column === 0;
    const at = { x: input ? -radius - 6 : radius + 6, 'text-anchor': input ? 'end' : 'start' };
    const shown = shorten(name, input ? room.left : room.right);
    parts.push(s('text', { class: 'sg-node-symbol', ...at, dy: '0.35em' }, shown));
  }
  return parts;
}
