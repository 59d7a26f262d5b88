/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { h } from '../../../src/views/page/dom';
import type { Lens, LensKind } from '../../../src/views/lenses';
import { LensTabs } from '../../../src/views/stepper/lensTabs';
import { trace241 } from '../state/trace241';
import { press } from './events';

/** Lenses that note what is asked of them. */
class Notes implements Lens {
  readonly element = h('div', {}, h('select', { 'data-stop': true }), h('input', { 'data-stop': true }));
  readonly widths: number[] = [];
  draws = 0;

  draw(): void {
    this.draws++;
  }

  resize(width: number): void {
    this.widths.push(width);
  }
}

const made: Record<string, Notes> = {};

jest.mock('../../../src/views/lenses', () => {
  const kind = (id: string): LensKind => ({
    id,
    title: `The ${id}`,
    make: () => (id === 'none' ? null : (made[id] = new Notes()))
  });
  return { lenses: ['one', 'none', 'two', 'three'].map(kind) };
});

function open(model = new StepperModel(trace241()), hidden: string[] = []): LensTabs {
  const tabs = new LensTabs(model, english, part => hidden.includes(part));
  tabs.draw();
  model.changed.connect(() => tabs.draw());
  document.body.replaceChildren(tabs.element);
  return tabs;
}

const tabsOf = ({ element }: LensTabs): HTMLElement[] => Array.from(element.querySelectorAll('[role=tab]'));
const panelsOf = ({ element }: LensTabs): HTMLElement[] =>
  Array.from(element.querySelectorAll('[role=tabpanel]'));
const idsOf = (tabs: LensTabs): (string | undefined)[] => tabsOf(tabs).map(({ dataset }) => dataset.lens);
/** The id of the tab that is selected, if it alone is. */
const selected = (tabs: LensTabs): string =>
  tabsOf(tabs)
    .filter(tab => tab.getAttribute('aria-selected') === 'true')
    .map(({ dataset }) => dataset.lens)
    .join();

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('has a tab for each lens of the trace, in order', () => {
  const tabs = open();
  expect(idsOf(tabs)).toEqual(['one', 'two', 'three']);
  expect(tabsOf(tabs).map(({ textContent }) => textContent)).toEqual(['The one', 'The two', 'The three']);
  expect(tabs.element.hidden).toBe(false);
});

test('leaves out hidden lenses', () => {
  expect(idsOf(open(undefined, ['one', 'table']))).toEqual(['two', 'three']);
  const none = open(undefined, ['lenses']);
  expect([idsOf(none), none.element.hidden]).toEqual([[], true]);
});

test('opens the first lens, the lens of the model, or the first if the trace has no such lens', () => {
  expect(selected(open())).toBe('one');
  expect(selected(open(new StepperModel(trace241(), { lens: 'two' })))).toBe('two');
  expect(selected(open(new StepperModel(trace241(), { lens: 'none' })))).toBe('one');
});

test('opens the lens of a clicked tab, and draws and shows it alone', () => {
  const model = new StepperModel(trace241());
  const tabs = open(model);
  tabsOf(tabs)[2].click();
  expect([model.lens, selected(tabs)]).toEqual(['three', 'three']);
  expect(panelsOf(tabs).map(({ hidden }) => hidden)).toEqual([true, true, false]);
  expect(panelsOf(tabs).map(({ childElementCount }) => childElementCount)).toEqual([0, 0, 1]);
  expect([made.one.draws, made.two.draws, made.three.draws]).toEqual([1, 0, 1]);
  model.goTo(2);
  expect([made.one.draws, made.three.draws]).toEqual([1, 2]);
  tabsOf(tabs)[0].click();
  expect(panelsOf(tabs)[0].contains(made.one.element)).toBe(true);
  expect(made.three.element.isConnected).toBe(false);
});

test('opens the n-th lens, if it exists', () => {
  const model = new StepperModel(trace241());
  const tabs = open(model);
  tabs.open(1);
  expect(model.lens).toBe('two');
  tabs.open(3);
  expect(model.lens).toBe('two');
});

test('hands its width to every lens', () => {
  open().resize(321);
  expect([made.one.widths, made.three.widths]).toEqual([[321], [321]]);
});

describe('Tab', () => {
  test('goes through the controls of the open lens, and Shift+Tab back to its tab', () => {
    const tabs = open();
    const [select, input] = Array.from(made.one.element.children) as HTMLElement[];
    const forward = press(select, 'Tab');
    expect([document.activeElement, forward.defaultPrevented]).toEqual([input, true]);
    press(input, 'Tab', { shiftKey: true });
    expect(document.activeElement).toBe(select);
    press(select, 'Tab', { shiftKey: true });
    expect(document.activeElement).toBe(tabsOf(tabs)[0]);
  });

  test('leaves the lens from the last control and from anything else', () => {
    const tabs = open();
    const input = made.one.element.lastElementChild!;
    expect(press(input, 'Tab').defaultPrevented).toBe(false);
    expect(press(input, 'ArrowDown').defaultPrevented).toBe(false);
    expect(press(tabsOf(tabs)[0], 'Tab').defaultPrevented).toBe(false);
  });
});
