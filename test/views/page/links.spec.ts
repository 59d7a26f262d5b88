/** @jest-environment jsdom */
import { networkOf } from '../../../src/derivation';
import { h } from '../../../src/views/page/dom';
import { linkHover, linkOf, nodeLink, stillLinked } from '../../../src/views/page/links';
import { makeTrace, usual } from '../../derivation/networks';
import { trace241 } from '../state/trace241';
import { point } from '../stepper/events';

// jsdom has no CSS.escape.
window.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as never;

const network = networkOf(trace241());

test.each([
  ['input[3,1]', 'node 0 1'],
  ['linear1.output[3,2]', 'node 1 2'],
  ['sigmoid1.output.grad[0,2]', 'node 1 2'],
  ['sigmoid2.output[0,0]', 'node 2 0'],
  ['#4/linear1.weight[2,1]', 'linear1.weight[2,1]'],
  ['linear1.weight.grad[2,1]@5', 'linear1.weight[2,1]'],
  ['linear2.bias[0]', 'linear2.bias[0]'],
  ['target[7,0]', 'target[0]'],
  ['loss@2', 'loss'],
  ['[', '']
])('%s belongs to “%s”', (ref, link) => {
  expect(linkOf(ref, network)).toBe(link);
});

test('the only input of a network is unit 0, whatever its address', () => {
  const single = networkOf(makeTrace({ ...usual, widths: [1, 2, 1], samples: 3 }));
  expect(linkOf('input[2]', single)).toBe('node 0 0');
});

test('an element stays lit while its link is the same', () => {
  const element = h('i', { 'data-link': nodeLink(1, 2), class: 'sg-linked' });
  expect(stillLinked(element, 'node 1 2')).toBe(' sg-linked');
  expect(stillLinked(element, 'node 1 3')).toBe('');
  element.classList.remove('sg-linked');
  expect(stillLinked(element, 'node 1 2')).toBe('');
});

describe('pointing at an element', () => {
  const linked = (link: string, ...children: Node[]): HTMLElement =>
    h('div', { 'data-link': link, tabindex: 0 }, ...children);
  const inside = h('b');
  const [one, same, other] = [linked('w[0]', inside), linked('w[0]'), linked('w[1]')];
  const outside = linked('w[0]');
  const root = h('div', {}, one, same, other, h('p'));
  linkHover(root);
  document.body.replaceChildren(root, outside);
  const lit = (): Element[] => Array.from(document.querySelectorAll('.sg-linked'));

  test('lights up every element of the root with its link', () => {
    point(inside, 'mouseover');
    expect(lit()).toEqual([one, same]);
    point(other, 'mouseover');
    expect(lit()).toEqual([other]);
    point(root.lastElementChild!, 'mouseover');
    expect(lit()).toEqual([]);
  });

  test('ends when the pointer leaves the root', () => {
    point(one, 'mouseover');
    point(root, 'mouseleave');
    expect(lit()).toEqual([]);
  });

  test('is like focusing it', () => {
    same.focus();
    expect(lit()).toEqual([one, same]);
  });
});
