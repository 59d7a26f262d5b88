/** @jest-environment jsdom */
import { labelledNode } from '../../../src/views/graph/labelledNode';
import { groupOf, sceneNode } from './scenes';

const room = { left: 40, right: 80 };
const drawn = (...[column, name, picture]: [number, string?, string?]): SVGGElement =>
  groupOf(labelledNode(sceneNode(column, 1, { name }), 20, room, picture));

test('shows the symbol in the circle', () => {
  const node = drawn(1);
  expect(node.querySelector('title')!.textContent).toBe('n11');
  expect(node.querySelector('circle')!.getAttribute('r')).toBe('20');
  expect(Array.from(node.querySelectorAll('text'), ({ textContent }) => textContent)).toEqual(['n11']);
  expect(node.querySelector('text')!.classList.contains('sg-tight')).toBe(false);
});

test('shows a picture instead, inside the circle, and keeps the symbol as the tooltip', () => {
  const node = drawn(1, undefined, 'data:picture');
  const image = node.querySelector('image')!;
  expect(image.getAttribute('href')).toBe('data:picture');
  expect(['x', 'y', 'width', 'height'].map(name => image.getAttribute(name))).toEqual([
    ...['-19', '-19'],
    ...['38', '38']
  ]);
  expect(node.querySelector('text')).toBeNull();
  expect(node.querySelector('title')!.textContent).toBe('n11');
});

test('names an input on its left, an output on its right, each cut to its room', () => {
  const label = (column: number, name: string): (string | null)[] => {
    const text = drawn(column, name).querySelector('.sg-node-symbol')!;
    return [text.textContent, text.getAttribute('x'), text.getAttribute('text-anchor')];
  };
  expect(label(0, 'abcdefgh')).toEqual(['abcd…', '-26', 'end']);
  expect(label(2, 'abcdefgh')).toEqual(['abcdefgh', '26', 'start']);
  expect(drawn(0, 'abcdefgh').querySelector('title')!.textContent).toBe('n01 · abcdefgh');
});

test('makes a long symbol smaller', () => {
  const node = groupOf(labelledNode(sceneNode(1, 1, { symbol: 'symbol' }), 20, room));
  expect(node.querySelector('text')!.getAttribute('class')).toBe('sg-tight');
});
