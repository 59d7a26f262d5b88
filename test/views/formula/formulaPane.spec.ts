/** @jest-environment jsdom */
import { FormulaPane, PanePart } from '../../../src/views/formula/formulaPane';
import { h } from '../../../src/views/page/dom';
import { Observer, useObserver } from './observer';

let filled = 0;

function makePane(): FormulaPane {
  filled = 0;
  return new FormulaPane(() => filled++);
}

beforeEach(() => {
  jest.useFakeTimers();
  useObserver();
});
afterEach(() => jest.useRealTimers());

const texts = ({ parts }: FormulaPane): (string | null)[] => parts.map(({ textContent }) => textContent);

/** A part that is changed in place if a part of its kind stands there. */
const line =
  (text: string): PanePart =>
  old => {
    const element = old?.localName === 'div' ? (old as HTMLElement) : h('div', { class: 'sg-line' });
    element.textContent = text;
    return element;
  };
const lines = (count: number, name = ''): PanePart[] =>
  Array.from({ length: count }, (_, i) => line(`${name}${i}`));

const heading = (text: string): PanePart => h('p', {}, text);

const show = (pane: FormulaPane, parts: PanePart[], stays = false, more = 0): boolean =>
  pane.show(parts.values(), parts.length, stays, more);

const spaceOf = ({ element }: FormulaPane): HTMLElement => element.lastElementChild as HTMLElement;

test('shows the parts in their order', () => {
  const pane = makePane();
  expect(show(pane, [heading('a'), line('b'), line('c')])).toBe(true);
  expect(texts(pane)).toEqual(['a', 'b', 'c']);
  expect(spaceOf(pane).hidden).toBe(true);
});

test('changes a part in place if possible, and says whether elements changed', () => {
  const pane = makePane();
  const first = h('p', {}, 'a');
  show(pane, [first, line('b')]);
  const [, second] = pane.parts;
  expect(show(pane, [first, line('B')], true)).toBe(false);
  expect(pane.parts).toEqual([first, second]);
  expect(texts(pane)).toEqual(['a', 'B']);
  expect(show(pane, [heading('x'), line('b')], true)).toBe(true);
  expect(texts(pane)).toEqual(['x', 'b']);
});

test('adds and removes parts at the end, and says so', () => {
  const pane = makePane();
  show(pane, lines(3));
  expect(show(pane, lines(1), true)).toBe(true);
  expect(texts(pane)).toEqual(['0']);
  expect(show(pane, lines(2), true)).toBe(true);
  expect(texts(pane)).toEqual(['0', '1']);
  expect(show(pane, [], true)).toBe(true);
  expect(texts(pane)).toEqual([]);
});

test('makes as many parts in the task of the call as fill the pane', () => {
  const pane = makePane();
  show(pane, lines(60));
  Observer.last.report(false, 1040);
  show(pane, lines(60, 'x'));
  expect(texts(pane)).toEqual(Array.from({ length: 20 }, (_, i) => `x${i}`));
  // The scroll bar has the length for the other 40.
  expect(spaceOf(pane).hidden).toBe(false);
  expect(parseFloat(spaceOf(pane).style.height)).toBe(40 * 80);
});

test('makes further parts while the space below is near the viewport, to the last one', () => {
  const pane = makePane();
  show(pane, lines(30));
  const { length } = pane.parts;
  expect(length).toBeLessThan(30);
  expect(Observer.last.observed).toBeNull();
  jest.runAllTimers();
  expect(Observer.last.observed).toBe(spaceOf(pane));
  Observer.last.report(false);
  expect(pane.parts.length).toBe(length);
  expect(filled).toBe(0);
  Observer.last.report(true);
  expect(pane.parts.length).toBeGreaterThan(length);
  expect(filled).toBe(1);
  for (let i = 0; i < 10; i++) {
    Observer.last.report(true);
  }
  expect(texts(pane)).toEqual(Array.from({ length: 30 }, (_, i) => String(i)));
  expect(spaceOf(pane).hidden).toBe(true);
});

test('makes the additional parts that the reader asks for at once', () => {
  const pane = makePane();
  show(pane, lines(30));
  const { length } = pane.parts;
  show(pane, lines(30), true, 12);
  expect(pane.parts.length).toBe(length + 12);
});

test('keeps all made parts and the scroll position if the parts stay', () => {
  const pane = makePane();
  show(pane, lines(30));
  Observer.last.report(true);
  const { length } = pane.parts;
  pane.element.scrollTop = 40;
  pane.element.dispatchEvent(new Event('scroll'));
  show(pane, lines(30, 'x'), true);
  expect(pane.element.scrollTop).toBe(40);
  expect(texts(pane)).toEqual(Array.from({ length }, (_, i) => `x${i}`));
});

test('scrolls to the top for other parts', () => {
  const pane = makePane();
  show(pane, lines(2));
  pane.element.scrollTop = 40;
  pane.element.dispatchEvent(new Event('scroll'));
  show(pane, lines(2, 'x'));
  expect(pane.element.scrollTop).toBe(0);
});
