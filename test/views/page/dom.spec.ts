/** @jest-environment jsdom */
import {
  exact,
  h,
  isNew,
  onEnter,
  replaceChildren,
  s,
  setAttributes,
  update,
  writeText
} from '../../../src/views/page/dom';

/** Counts the writes that an action makes to an element and everything in it. */
function writesTo(element: Element, act: () => void): number {
  const observer = new MutationObserver(() => undefined);
  observer.observe(element, { attributes: true, childList: true, characterData: true, subtree: true });
  act();
  const writes = observer.takeRecords().length;
  observer.disconnect();
  return writes;
}

test('makes an element with attributes and children', () => {
  const child = h('b', {}, 'x');
  const element = h(
    'div',
    { id: 'a', tabindex: 0, hidden: true, title: false, lang: undefined },
    child,
    'text'
  );
  expect(element.outerHTML).toBe('<div id="a" tabindex="0" hidden=""><b>x</b>text</div>');
  expect(element.firstChild).toBe(child);
});

test('makes text of what looks like markup', () => {
  const element = h('p', { lang: '"><script>' }, '<img onerror=alert(1)>');
  expect([element.childElementCount, element.textContent, element.lang]).toEqual([
    0,
    '<img onerror=alert(1)>',
    '"><script>'
  ]);
});

test('makes SVG elements in their namespace', () => {
  const element = s('circle', { r: 2 });
  expect([element.namespaceURI, element.getAttribute('r')]).toEqual(['http://www.w3.org/2000/svg', '2']);
});

test('writes numbers with all digits and the sign of −0', () => {
  expect([0.1 + 0.2, -0, 0, NaN, -Infinity].map(exact)).toEqual([
    '0.30000000000000004',
    '-0',
    '0',
    'NaN',
    '-Infinity'
  ]);
  expect(h('i', { 'data-value': -0 }).getAttribute('data-value')).toBe('-0');
});

test.each([setAttributes, update])('%p sets and removes attributes', set => {
  const element = h('i', { id: 'a', lang: 'b', hidden: true });
  set(element, { id: 'c', lang: false, hidden: undefined, tabindex: 0, 'data-x': true });
  expect(element.outerHTML).toBe('<i id="c" tabindex="0" data-x=""></i>');
});

test('update writes only attributes that change', () => {
  const element = h('i', { id: 'a', tabindex: 0 });
  expect(
    writesTo(element, () => update(element, { id: 'a', tabindex: 0, title: false, hidden: undefined }))
  ).toBe(0);
  expect(writesTo(element, () => update(element, { id: 'b', tabindex: 0, title: false }))).toBe(1);
});

test('an element is new until it is drawn from the same values', () => {
  const element = h('i');
  const values = [1, 'a', NaN, null];
  expect(isNew(element, ...values)).toBe(true);
  expect(isNew(element, ...values)).toBe(false);
  expect(isNew(h('i'), ...values)).toBe(true);
  expect(isNew(element, 1, 'a', NaN, undefined)).toBe(true);
  expect(isNew(element, 1, 'a', NaN)).toBe(true);
  expect(isNew(element, 0)).toBe(true);
  expect(isNew(element, -0)).toBe(true);
  expect(isNew(element)).toBe(true);
  expect(isNew(element)).toBe(false);
});

test('replaces children only by others', () => {
  const element = h('p', {}, 'a', h('b', {}, 'c'));
  expect(writesTo(element, () => replaceChildren(element, 'a', h('b', {}, 'c')))).toBe(0);
  replaceChildren(element, 'a', h('b', {}, 'd'));
  expect(element.innerHTML).toBe('a<b>d</b>');
  replaceChildren(element, 'a');
  expect(element.innerHTML).toBe('a');
  replaceChildren(element);
  expect(element.innerHTML).toBe('');
});

test('writes text only where it changes, and into the same text node', () => {
  const element = h('p', {}, 'a');
  const { firstChild } = element;
  expect(writesTo(element, () => writeText(element, 'a'))).toBe(0);
  writeText(element, 'b');
  expect([element.textContent, element.firstChild]).toEqual(['b', firstChild]);
  replaceChildren(element, h('b', {}, 'c'), 'd');
  writeText(element, 'e');
  expect(element.innerHTML).toBe('e');
  replaceChildren(element, 'x', h('b'));
  writeText(element, 'x');
  expect(element.innerHTML).toBe('x');
});

test('Enter acts like a click, other keys do nothing', () => {
  const keys = ['Enter', ' ', 'a'].map(key => new KeyboardEvent('keydown', { key, cancelable: true }));
  let acts = 0;
  keys.forEach(event => onEnter(event, () => acts++));
  expect([acts, ...keys.map(({ defaultPrevented }) => defaultPrevented)]).toEqual([1, true, false, false]);
});

test('hides an SVG element without a place, and writes no endless lengths', () => {
  const line = s('line', { x1: NaN, y1: Infinity, 'data-value': NaN });
  expect(line.getAttribute('display')).toBe('none');
  expect(line.hasAttribute('x1')).toBe(false);
  expect(line.getAttribute('y1')).toBe('1000000');
  expect(line.getAttribute('data-value')).toBe('NaN');
  update(line, { y1: -Infinity });
  expect(line.getAttribute('y1')).toBe('-1000000');
});
