/** @jest-environment jsdom */
import {
  nodeNumber,
  numberSpan,
  writeNodeNumber,
  writeNumberSpan
} from '../../../src/views/graph/nodeNumber';

const RADIUS = 25;
const shown = (value: number, radius = RADIUS): SVGElement =>
  nodeNumber({ value, ref: 'a' }, radius, { class: 'sg-node-value' });

test('writes a number with its address, its exact value and the key of its edit', () => {
  const span = numberSpan({ value: 1 / 3, ref: '#1/x[0,1]', editable: 'x[0,1]', edited: true });
  expect(span.textContent).toBe('0.33');
  expect(Object.fromEntries(Array.from(span.attributes, ({ name, value }) => [name, value]))).toEqual({
    'data-ref': '#1/x[0,1]',
    'data-value': '0.3333333333333333',
    'data-editable': 'x[0,1]',
    tabindex: '-1',
    class: 'sg-edited'
  });
});

test('writes a number without an address and without an edit', () => {
  const span = numberSpan({ value: -0 });
  expect(span.getAttributeNames()).toEqual(['data-value']);
  expect(span.getAttribute('data-value')).toBe('-0');
});

test('rewrites everything that has changed, in the same element', () => {
  const span = numberSpan({ value: 1, ref: 'a', editable: 'a', edited: true });
  writeNumberSpan(span, { value: 2, ref: 'b', editable: 'b', edited: false });
  expect(span.textContent).toBe('2');
  expect([span.getAttribute('data-ref'), span.getAttribute('data-editable')]).toEqual(['b', 'b']);
  expect(span.hasAttribute('class')).toBe(false);
});

test.each([
  [{ value: 2, ref: 'a' }, 'data-value', '2'],
  [{ value: 1, ref: 'b' }, 'data-ref', 'b'],
  [{ value: 1, ref: 'a', editable: 'a' }, 'data-editable', 'a'],
  [{ value: 1, ref: 'a', edited: true }, 'class', 'sg-edited']
])('notices that %j differs in one way', (next, attribute, expected) => {
  const span = numberSpan({ value: 1, ref: 'a' });
  writeNumberSpan(span, next);
  expect(span.getAttribute(attribute)).toBe(expected);
});

test('leaves the text of an unchanged number untouched', () => {
  const text = shown(0.5);
  const node = text.firstElementChild!.firstChild as Text;
  node.data = 'unchanged';
  writeNodeNumber(text, { value: 0.5, ref: 'a' }, RADIUS);
  expect(text.firstElementChild!.firstChild).toBe(node);
  expect(node.data).toBe('unchanged');
});

test('shows a dot until the number is known', () => {
  const text = nodeNumber(undefined, RADIUS, { class: 'sg-node-value' });
  expect(text.textContent).toBe('·');
  expect(text.getAttribute('class')).toBe('sg-node-value');
  expect(text.getAttribute('text-anchor')).toBe('middle');
  expect(text.childElementCount).toBe(0);
});

const sizeOf = (text: Element): string =>
  ['sg-tight', 'sg-tightest'].filter(name => text.classList.contains(name)).join(' ');

test.each([
  [0.25, 25, '0.25', ''],
  [-0.25, 25, '−0.25', ''],
  [-12.25, 25, '−12.25', 'sg-tight'],
  [-123.25, 25, '−123.25', 'sg-tight sg-tightest'],
  [-123.25, 15, '−1.2×10²', 'sg-tight']
])('fits %d into a radius of %d px as %s', (value, radius, text, size) => {
  const element = shown(value, radius);
  expect([element.textContent, sizeOf(element)]).toEqual([text, size]);
});

test('moves the power of ten to a line below where it has no room beside', () => {
  const text = shown(-1.5e-7);
  expect(text.textContent).toBe('−1.5×10⁻⁷');
  const [first, second] = Array.from(text.firstElementChild!.children);
  expect([first.textContent, second.textContent]).toEqual(['−1.5', '×10⁻⁷']);
  expect([first.getAttribute('x'), second.getAttribute('x')]).toEqual(['0', '0']);
  expect(second.getAttribute('class')).toBe('sg-power');
  expect(shown(-1.5e-7, 60).firstElementChild!.childElementCount).toBe(0);
  writeNodeNumber(text, { value: 0.5, ref: 'a' }, RADIUS);
  expect(text.firstElementChild!.innerHTML).toBe('0.5');
});
