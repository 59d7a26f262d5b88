import { s } from '../page/dom';
import { pictureIn } from './nodePicture';
import type { SceneNode } from './scene';
import { fitText, textWidth } from './textFit';

/**
 * A node of a small graph: its symbol in it, or a picture with the symbol as its tooltip; beside an input or an
 * output its name.
 * @param room for names left and right of the graph, in px
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
      ? pictureIn(radius, picture)
      : [s('text', { class: tight, 'text-anchor': 'middle', dy: '0.35em' }, symbol)])
  ];
  if (name !== undefined) {
    const isInput = column === 0;
    const at = { x: isInput ? -radius - 6 : radius + 6, 'text-anchor': isInput ? 'end' : 'start' };
    const shown = fitText(name, isInput ? room.left : room.right);
    parts.push(s('text', { class: 'sg-node-symbol', ...at, dy: '0.35em' }, shown));
  }
  return parts;
}
