/** @jest-environment jsdom */
import { h } from '../../../src/views/page/dom';
import { Roving } from '../../../src/views/page/roving';

function open(home?: string): { roving: Roving; box: HTMLElement; items: HTMLElement[]; stops(): string } {
  const items = ['a', 'b', 'c'].map(name => h('button', { class: name, 'data-stop': true }, name));
  const box = h('div', {}, ...items, h('button', {}, 'not an item'));
  document.body.replaceChildren(box);
  const roving = new Roving(box, '[data-stop]', home);
  roving.refresh();
  const stops = (): string =>
    items
      .filter(item => item.getAttribute('tabindex') === '0')
      .map(({ textContent }) => textContent)
      .join();
  return { roving, box, items, stops };
}

const focused = (): string | null => document.activeElement!.textContent;

test('makes the first item the only Tab stop', () => {
  const { items, stops } = open();
  expect(stops()).toBe('a');
  expect(items.map(item => item.getAttribute('tabindex'))).toEqual(['0', '-1', '-1']);
});

test('makes the last focused item the Tab stop', () => {
  const { roving, items, stops } = open();
  items[2].focus();
  expect(stops()).toBe('c');
  items[2].hidden = true;
  roving.refresh();
  expect(stops()).toBe('a');
  items[2].hidden = false;
  roving.refresh();
  expect(stops()).toBe('c');
});

test('keeps the Tab stop at home', () => {
  const { items, stops } = open('.b');
  expect(stops()).toBe('b');
  items[2].focus();
  expect(stops()).toBe('b');
});

test('falls back to the first item while home can’t take the focus', () => {
  const { roving, items, stops } = open('.b');
  items[1].hidden = true;
  roving.refresh();
  expect(stops()).toBe('a');
});

test.each<[string, (item: HTMLElement) => void]>([
  ['disabled', item => item.setAttribute('disabled', '')],
  ['hidden', item => item.setAttribute('hidden', '')],
  ['gone', item => item.classList.add('sg-gone')],
  ['inside something hidden', item => item.replaceWith(h('div', { hidden: true }, item.cloneNode(true)))],
  [
    'inside a closed <details>',
    item => item.replaceWith(h('details', {}, h('div', {}, item.cloneNode(true))))
  ]
])('skips an item that is %s', (_, close) => {
  const { roving, items } = open();
  close(items[1]);
  roving.refresh();
  items[0].focus();
  roving.move(1);
  expect(focused()).toBe('c');
});

test('keeps the summary of a closed <details> and the content of an open one', () => {
  const stop = (name: string): HTMLElement => h('summary', { 'data-stop': true, tabindex: -1 }, name);
  const box = h('div', {}, h('details', {}, stop('a')), h('details', { open: true }, h('p', {}, stop('b'))));
  document.body.replaceChildren(box);
  const roving = new Roving(box, '[data-stop]');
  roving.refresh();
  expect(roving.focus()).toBe(true);
  expect(focused()).toBe('a');
  roving.move(1);
  expect(focused()).toBe('b');
});

test('moves to the next and the previous item, around the ends', () => {
  const { roving, items } = open();
  items[0].focus();
  const moved = ([1, 1, 1, -1, -1] as const).map(by => [roving.move(by), focused()]);
  expect(moved).toEqual(['b', 'c', 'a', 'c', 'b'].map(name => [true, name]));
});

test('moves from the item that holds the focused element', () => {
  const { roving, items } = open();
  const inside = h('span', { tabindex: -1 });
  items[0].append(inside);
  inside.focus();
  expect([roving.move(1), focused()]).toEqual([true, 'b']);
});

test('does not move from outside the items', () => {
  const { roving, box } = open();
  (box.lastElementChild as HTMLElement).focus();
  expect([roving.move(1), focused()]).toEqual([false, 'not an item']);
});

test('focuses its Tab stop, if there is one', () => {
  const { roving, items } = open();
  expect([roving.focus(), focused()]).toEqual([true, 'a']);
  items.forEach(item => item.remove());
  expect(roving.focus()).toBe(false);
});

test('knows the elements that it holds', () => {
  const { roving, box, items } = open();
  expect([items[1], box, document.body, null].map(element => roving.has(element))).toEqual([
    true,
    true,
    false,
    false
  ]);
});

test('writes only Tab stops that change', () => {
  const { roving, box } = open();
  const observer = new MutationObserver(() => undefined);
  observer.observe(box, { attributes: true, subtree: true });
  roving.refresh();
  expect(observer.takeRecords()).toEqual([]);
});
