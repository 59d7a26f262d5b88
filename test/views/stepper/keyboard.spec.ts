/** @jest-environment jsdom */
import { h } from '../../../src/views/page/dom';
import { Roving } from '../../../src/views/page/roving';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { handleKeys, keepFromShortcuts } from '../../../src/views/stepper/keyboard';
import { trace241 } from '../state/trace241';
import { press } from './events';

/** A stepper's root with a section of three items, in a notebook that notes the keys that reach it. */
function open(step = 0): {
  model: StepperModel;
  root: HTMLElement;
  items: HTMLElement[];
  lenses: number[];
  reached: string[];
  times: number[];
} {
  const model = new StepperModel(trace241(), { step });
  const items = ['a', 'b', 'c'].map(name => h('div', { class: 'item', tabindex: -1 }, name));
  const section = h('div', {}, ...items);
  const root = h('div', { tabindex: 0 }, section);
  const reached: string[] = [];
  const notebook = h('div', {}, root);
  notebook.addEventListener('keydown', ({ key }) => reached.push(key));
  document.body.replaceChildren(notebook);
  const lenses: number[] = [];
  const times: number[] = [];
  handleKeys(root, model, {
    sections: () => [new Roving(section, '.item')],
    openLens: n => lenses.push(n),
    pressed: () => times.push(model.stepIndex)
  });
  root.focus();
  return { model, root, items, lenses, reached, times };
}

describe('a key of the page contract', () => {
  test.each([
    ['ArrowRight', {}, 7, 8],
    ['ArrowLeft', {}, 7, 6],
    ['ArrowRight', { shiftKey: true }, 7, 11],
    ['ArrowLeft', { shiftKey: true }, 8, 6],
    ['Home', {}, 7, 0],
    ['End', {}, 7, 16]
  ])('%s %p goes from step %i to %i and no further than the stepper', (key, init, from, to) => {
    const { model, root, reached, times } = open(from);
    const event = press(root, key, init);
    expect(model.stepIndex).toBe(to);
    expect([event.defaultPrevented, reached]).toEqual([true, []]);
    // Measured from before the step.
    expect(times).toEqual([from]);
  });

  test('Space plays and pauses', () => {
    jest.useFakeTimers();
    const { model, root, reached } = open();
    press(root, ' ');
    expect(model.playing).toBe(true);
    press(root, ' ');
    expect([model.playing, reached]).toEqual([false, []]);
    jest.useRealTimers();
  });

  test('Escape leaves a focus, and without one reaches the notebook', () => {
    const { model, root, reached } = open();
    model.focus = { kind: 'neuron', stage: 0, unit: 1 };
    press(root, 'Escape');
    expect([model.focus, reached]).toEqual([null, []]);
    expect(press(root, 'Escape').defaultPrevented).toBe(false);
    expect(reached).toEqual(['Escape']);
  });

  test('↓ and ↑ move inside the section that has the focus', () => {
    const { root, items, reached } = open();
    items[0].focus();
    press(items[0], 'ArrowDown');
    expect(document.activeElement).toBe(items[1]);
    press(items[1], 'ArrowUp');
    expect(document.activeElement).toBe(items[0]);
    expect(reached).toEqual([]);
    root.focus();
    press(root, 'ArrowDown');
    expect([document.activeElement, reached]).toEqual([root, ['ArrowDown']]);
  });

  test('Enter on a number of a formula clicks it', () => {
    const { root, reached } = open();
    let clicks = 0;
    const inside = h('i', { tabindex: -1 });
    const term = h('span', { 'data-term': 'loss' }, inside);
    term.addEventListener('click', () => clicks++);
    root.append(term);
    press(inside, 'Enter');
    expect([clicks, reached]).toEqual([1, []]);
    press(root, 'Enter');
    expect([clicks, reached]).toEqual([1, ['Enter']]);
  });

  test('1 to 9 open a lens', () => {
    const { root, lenses, reached } = open();
    ['1', '2', '9', '0'].forEach(key => press(root, key));
    expect([lenses, reached]).toEqual([[0, 1, 8], ['0']]);
  });
});

describe('Ctrl+Z and Ctrl+Shift+Z', () => {
  const edited = (): ReturnType<typeof open> => {
    const opened = open();
    opened.model.edit('input[0,0]', 1);
    opened.model.edit('input[0,0]', 2);
    opened.model.undo();
    return opened;
  };
  const shown = ({ edits }: StepperModel): number | undefined => edits.get('input[0,0]');

  test.each(['ctrlKey', 'metaKey'])('with %s undo and redo an edit', held => {
    const { model, root, reached } = edited();
    press(root, 'z', { [held]: true });
    expect(shown(model)).toBeUndefined();
    press(root, 'Z', { [held]: true, shiftKey: true });
    press(root, 'Z', { [held]: true, shiftKey: true });
    expect(shown(model)).toBe(2);
    expect(reached).toEqual([]);
  });

  test('reach the notebook if there is nothing to undo or redo', () => {
    const { model, root, reached } = open();
    expect(press(root, 'z', { ctrlKey: true }).defaultPrevented).toBe(false);
    press(root, 'Z', { ctrlKey: true, shiftKey: true });
    expect(reached).toEqual(['z', 'Z']);
    model.edit('input[0,0]', 1);
    press(root, 'Z', { ctrlKey: true, shiftKey: true });
    expect([shown(model), reached]).toEqual([1, ['z', 'Z', 'Z']]);
  });

  test('belong to an input while it has the focus', () => {
    const { model, root } = edited();
    const input = h('input');
    root.append(input);
    expect(press(input, 'z', { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(shown(model)).toBe(1);
  });
});

describe('a key that is not the stepper’s', () => {
  test.each([
    ['s', { ctrlKey: true }],
    ['ArrowRight', { ctrlKey: true }],
    ['ArrowRight', { metaKey: true }],
    ['ArrowRight', { altKey: true }],
    ['a', {}],
    ['z', {}]
  ])('%s %p reaches the notebook', (key, init) => {
    const { model, root, reached, times } = open(3);
    expect(press(root, key, init).defaultPrevented).toBe(false);
    expect([model.stepIndex, reached, times]).toEqual([3, [key], []]);
  });

  test('that a view has handled is stopped without an effect', () => {
    const { model, root, items, reached } = open(3);
    items[0].addEventListener('keydown', event => event.preventDefault());
    press(items[0], 'ArrowRight');
    press(root, 'ArrowRight');
    expect([model.stepIndex, reached]).toEqual([4, []]);
  });
});

describe('a control keeps its own keys', () => {
  /** The keys that neither the stepper nor the notebook sees. */
  const keptBy = (control: HTMLElement): string[] => {
    const { model, root, reached } = open(5);
    root.append(control);
    return ['ArrowRight', 'Home', ' ', 'Enter', 'Escape', 'Tab', 'a'].filter(key => {
      reached.length = 0;
      const { defaultPrevented } = press(control, key);
      model.pause();
      return !defaultPrevented && reached.length === 0;
    });
  };

  test('a select all but Tab and Escape', () => {
    expect(keptBy(h('select'))).toEqual(['ArrowRight', 'Home', ' ', 'Enter', 'a']);
  });

  test.each(['input', 'textarea'] as const)('an %s all but Tab', tag => {
    expect(keptBy(h(tag))).toEqual(['ArrowRight', 'Home', ' ', 'Enter', 'Escape', 'a']);
  });

  test.each(['button', 'summary'] as const)('a %s Space and Enter', tag => {
    expect(keptBy(h(tag))).toEqual([' ', 'Enter']);
  });

  test('anything else none', () => {
    expect(keptBy(h('div'))).toEqual([]);
  });
});

describe('the shortcuts of Notebook 7', () => {
  /** Whether a key in an element is kept from them. */
  const isKept = (target: EventTarget, key: string, init: KeyboardEventInit = {}): boolean => {
    const root = document.querySelector('[tabindex="0"]')!;
    press(target, key, init);
    const kept = root.hasAttribute('data-lm-suppress-shortcuts');
    root.removeAttribute('data-lm-suppress-shortcuts');
    return kept;
  };

  test('do not see the stepper’s keys, and see all others', () => {
    const { model, root } = open();
    const release = keepFromShortcuts(root, model);
    const own = ['ArrowUp', 'ArrowRight', 'Home', 'End', 'Enter', 'Escape', 'F2', ' ', '1', '9'];
    expect(own.filter(key => !isKept(root, key))).toEqual([]);
    expect(['a', '0', '12', 'Tab', 'z', 'F20'].filter(key => isKept(root, key))).toEqual([]);
    expect(isKept(root, 'ArrowRight', { ctrlKey: true })).toBe(false);
    expect(isKept(document.body, 'Home')).toBe(false);
    release();
    expect(isKept(root, 'Home')).toBe(false);
  });

  test('see Ctrl+Z only while the stepper has nothing to undo or redo', () => {
    const { model, root } = open();
    const release = keepFromShortcuts(root, model);
    expect(isKept(root, 'z', { ctrlKey: true })).toBe(false);
    model.edit('input[0,0]', 1);
    expect(isKept(root, 'z', { ctrlKey: true })).toBe(true);
    expect(isKept(root, 'Z', { metaKey: true, shiftKey: true })).toBe(true);
    expect(isKept(root, 'z', { ctrlKey: true, altKey: true })).toBe(false);
    model.undo();
    expect(isKept(root, 'z', { ctrlKey: true })).toBe(true);
    release();
  });

  test('do not see what is typed into an input, but Ctrl+S', () => {
    const { model, root } = open();
    const release = keepFromShortcuts(root, model);
    const input = h('input');
    root.append(input);
    expect(isKept(input, 'a')).toBe(true);
    expect(isKept(input, 's', { ctrlKey: true })).toBe(false);
    release();
  });

  test('see later keys again', () => {
    jest.useFakeTimers();
    const { model, root } = open();
    const release = keepFromShortcuts(root, model);
    press(root, 'Home');
    expect(root.getAttribute('data-lm-suppress-shortcuts')).toBe('true');
    jest.runAllTimers();
    expect(root.hasAttribute('data-lm-suppress-shortcuts')).toBe(false);
    release();
    jest.useRealTimers();
  });
});
