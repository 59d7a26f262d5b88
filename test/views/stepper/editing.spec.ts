/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { h } from '../../../src/views/page/dom';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { editable } from '../../../src/views/stepper/editing';
import { trace241 } from '../state/trace241';
import { point, press } from './events';

const KEY = 'input[0,0]';

/** A page with an editable number and a number that is not, in a table row and in a node of the graph. */
function open(
  key = KEY,
  value = 0.5
): {
  model: StepperModel;
  root: HTMLElement;
  cell: HTMLElement;
  row: HTMLElement;
  node: HTMLElement;
} {
  const model = new StepperModel(trace241());
  const cell = h('td', { 'data-editable': key, 'data-value': value, tabindex: -1 }, String(value));
  const row = h('tr', { tabindex: -1 }, h('td', {}, 'x₁'), cell);
  const inNode = h('span', { 'data-editable': 'input[0,1]', 'data-value': -1.2 });
  const node = h('div', { class: 'sg-node', tabindex: -1 }, h('b', {}, 'x₂'), inNode);
  const root = h('div', { tabindex: 0 }, h('table', {}, h('tbody', {}, row)), node, h('p', {}, 'text'));
  document.body.replaceChildren(root);
  editable(root, model, english);
  return { model, root, cell, row, node };
}

const inputOf = (root: HTMLElement): HTMLInputElement => root.querySelector('input')!;

/** Opens the input of a number and types. */
function type(root: HTMLElement, cell: HTMLElement, text: string): HTMLInputElement {
  cell.focus();
  press(cell, 'F2');
  const input = inputOf(root);
  input.value = text;
  return input;
}

const edits = (model: StepperModel): Record<string, number> => Object.fromEntries(model.edits);

describe('an input opens', () => {
  test('at F2 on the number, with its value selected and focused', () => {
    const { root, cell } = open();
    const event = press(cell, 'F2');
    const input = inputOf(root);
    expect([input.value, document.activeElement, event.defaultPrevented]).toEqual(['0.5', input, true]);
    expect([input.selectionStart, input.selectionEnd]).toEqual([0, 3]);
    expect(input.getAttribute('aria-label')).toBe('new value of input[0,0]');
  });

  test('at a double-click on the number', () => {
    const { root, cell } = open();
    expect(point(cell, 'dblclick').defaultPrevented).toBe(true);
    expect(inputOf(root).value).toBe('0.5');
  });

  test('at a table row or a node, for its number', () => {
    const { root, row, node } = open();
    press(row, 'F2');
    expect(inputOf(root).value).toBe('0.5');
    press(inputOf(root), 'Escape');
    point(node.firstElementChild!, 'dblclick');
    expect(inputOf(root).value).toBe('-1.2');
  });

  test('at nothing else', () => {
    const { root, cell } = open();
    expect(press(root.querySelector('p')!, 'F2').defaultPrevented).toBe(false);
    expect(point(root.querySelector('p')!, 'dblclick').defaultPrevented).toBe(false);
    press(cell, 'F3');
    point(cell, 'click');
    expect(inputOf(root)).toBeNull();
  });

  test('over the number, within the root', () => {
    const { root, cell } = open();
    const place = (element: HTMLElement, left: number, top: number, width: number, height: number): void => {
      element.getBoundingClientRect = () => new DOMRect(left, top, width, height);
    };
    window.DOMRect ??= class {
      constructor(
        readonly left: number,
        readonly top: number,
        readonly width: number,
        readonly height: number
      ) {}

      get right(): number {
        return this.left + this.width;
      }
    } as never;
    place(root, 100, 50, 600, 400);
    const openAt = (left: number): string[] => {
      place(cell, left, 90, 40, 20);
      press(cell, 'F2');
      const { left: x, top: y } = inputOf(root).style;
      press(inputOf(root), 'Escape');
      return [x, y];
    };
    expect(openAt(300)).toEqual(['160px', '35px']);
    expect(openAt(100)).toEqual(['2px', '35px']);
    expect(openAt(690)).toEqual(['476px', '35px']);
  });
});

describe('Enter', () => {
  test('commits the number, closes the input and gives the focus back', () => {
    const { model, root, cell } = open();
    const input = type(root, cell, '2.75');
    const event = press(input, 'Enter');
    expect(edits(model)).toEqual({ [KEY]: 2.75 });
    expect([inputOf(root), document.activeElement]).toEqual([null, cell]);
    expect(event.defaultPrevented).toBe(true);
  });

  test.each([
    ['−1e-3', -0.001],
    [' 1,5 ', 1.5],
    ['-0', -0],
    ['0x10', 16]
  ])('reads %s as %p', (text, value) => {
    const { model, root, cell } = open();
    press(type(root, cell, text), 'Enter');
    expect(model.edits.get(KEY)).toBe(value);
  });

  test.each(['', '  ', 'abc', 'NaN', 'Infinity', '1.2.3'])('refuses “%s” as not a number', text => {
    const { model, root, cell } = open();
    press(type(root, cell, text), 'Enter');
    expect(model.problem).toEqual({ message: '“%1” is not a number.', args: [text] });
    expect([edits(model), model.canUndo, inputOf(root)]).toEqual([{}, false, null]);
  });

  test('shortens a long text in the refusal', () => {
    const { model, root, cell } = open();
    press(type(root, cell, 'x'.repeat(100)), 'Enter');
    expect(model.problem!.args).toEqual(['x'.repeat(40)]);
  });

  test('changes nothing if the number is the same', () => {
    const { model, root, cell } = open();
    press(type(root, cell, '0.50'), 'Enter');
    expect([edits(model), model.canUndo]).toEqual([{}, false]);
  });

  test('gives the focus to the root if the number was redrawn', () => {
    const { root, cell } = open();
    const input = type(root, cell, '3');
    cell.remove();
    press(input, 'Enter');
    expect(document.activeElement).toBe(root);
  });

  test('does not reach the stepper’s own keys', () => {
    const { root, cell } = open();
    const reached: string[] = [];
    root.addEventListener('keydown', ({ key }) => reached.push(key));
    for (const key of ['Enter', 'Escape']) {
      press(type(root, cell, '3'), key);
    }
    const input = type(root, cell, '3');
    ['ArrowUp', 'ArrowDown', 'a'].forEach(key => press(input, key));
    expect(reached.filter(key => key !== 'F2')).toEqual(['a']);
  });
});

test('leaving the input commits the number once', () => {
  const { model, root, cell } = open();
  type(root, cell, '4').blur();
  expect([edits(model), inputOf(root)]).toEqual([{ [KEY]: 4 }, null]);
  model.undo();
  expect(model.canUndo).toBe(false);
});

describe('Escape', () => {
  test('closes the input without an edit', () => {
    const { model, root, cell } = open();
    press(type(root, cell, '9'), 'Escape');
    expect([edits(model), model.canUndo, inputOf(root)]).toEqual([{}, false, null]);
    expect(document.activeElement).toBe(cell);
  });

  test('after arrow keys takes their edits back and leaves undo and redo as they were', () => {
    const { model, root, cell } = open();
    model.edit('input[0,1]', 1);
    model.edit('input[0,1]', 2);
    model.undo();
    const input = type(root, cell, '0.5');
    press(input, 'ArrowUp');
    press(input, 'ArrowUp');
    expect(edits(model)).toEqual({ 'input[0,1]': 1, [KEY]: 0.52 });
    press(input, 'Escape');
    expect(edits(model)).toEqual({ 'input[0,1]': 1 });
    model.redo();
    expect(edits(model)).toEqual({ 'input[0,1]': 2 });
    model.undo();
    model.undo();
    expect([edits(model), model.canUndo]).toEqual([{}, false]);
  });

  test('after a refused arrow key leaves the edit before', () => {
    const { model, root, cell } = open('optimizer.lr', 0);
    model.edit('input[0,1]', 1);
    const input = type(root, cell, '0');
    press(input, 'ArrowDown');
    expect(model.problem).not.toBeNull();
    press(input, 'Escape');
    expect([edits(model), model.canUndo]).toEqual([{ 'input[0,1]': 1 }, true]);
  });
});

describe('an arrow key in the input', () => {
  test.each([
    [0.5, 0.51, 0.49, 0.6],
    [5, 5.1, 4.9, 6],
    [-20, -19, -21, -10],
    [0, 0.01, -0.01, 0.1],
    [0.03, 0.04, 0.02, 0.13]
  ])('changes %p to %p, to %p, with Shift to %p', (value, up, down, far) => {
    const after = (key: string, init?: KeyboardEventInit): string => {
      const { root, cell } = open(KEY, value);
      press(cell, 'F2');
      press(inputOf(root), key, init);
      return inputOf(root).value;
    };
    expect([after('ArrowUp'), after('ArrowDown'), after('ArrowUp', { shiftKey: true })]).toEqual(
      [up, down, far].map(String)
    );
  });

  test('goes on from the typed number, or from the first one if the text is not a number', () => {
    const { model, root, cell } = open();
    const input = type(root, cell, '0.7');
    press(input, 'ArrowUp');
    expect(edits(model)).toEqual({ [KEY]: 0.71 });
    input.value = 'x';
    press(input, 'ArrowUp');
    expect(edits(model)).toEqual({ [KEY]: 0.51 });
  });

  test('held makes one undo step with the number typed after it', () => {
    const { model, root, cell } = open();
    model.edit('input[0,1]', 3);
    const input = type(root, cell, '0.5');
    ['ArrowUp', 'ArrowUp', 'ArrowDown'].forEach(key => press(input, key));
    input.value = '8';
    press(input, 'Enter');
    expect(edits(model)).toEqual({ 'input[0,1]': 3, [KEY]: 8 });
    model.undo();
    expect(edits(model)).toEqual({ 'input[0,1]': 3 });
  });

  test('then Enter keeps its number', () => {
    const { model, root, cell } = open();
    const input = type(root, cell, '0.5');
    press(input, 'ArrowUp');
    press(input, 'Enter');
    expect(edits(model)).toEqual({ [KEY]: 0.51 });
    model.undo();
    expect([edits(model), model.canUndo]).toEqual([{}, false]);
  });

  test('after a refused one is an undo step of its own', () => {
    const { model, root, cell } = open('optimizer.lr', 0);
    model.edit('input[0,1]', 3);
    const input = type(root, cell, '0');
    ['ArrowDown', 'ArrowUp', 'ArrowUp'].forEach(key => press(input, key));
    expect(edits(model)).toEqual({ 'input[0,1]': 3, 'optimizer.lr': 0.01 });
    model.undo();
    expect(edits(model)).toEqual({ 'input[0,1]': 3 });
  });
});

describe('dragging a number', () => {
  const drag = (cell: HTMLElement, ...to: number[]): void => {
    point(cell, 'pointerdown', { clientX: 100 });
    to.forEach(x => point(window, 'pointermove', { clientX: x }));
  };

  test('sideways changes it by a step for each two pixels, as one undo step', () => {
    const { model, root, cell } = open();
    model.edit('input[0,1]', 3);
    drag(cell, 110, 120);
    expect(edits(model)).toEqual({ 'input[0,1]': 3, [KEY]: 0.6 });
    point(window, 'pointermove', { clientX: 102 });
    expect(model.edits.get(KEY)).toBe(0.51);
    point(window, 'pointerup');
    point(window, 'pointermove', { clientX: 300 });
    expect(model.edits.get(KEY)).toBe(0.51);
    model.undo();
    expect(edits(model)).toEqual({ 'input[0,1]': 3 });
    expect(inputOf(root)).toBeNull();
  });

  test('by up to four pixels is a click', () => {
    const { model, root, cell } = open();
    let clicks = 0;
    root.addEventListener('click', () => clicks++);
    drag(cell, 104, 96);
    point(window, 'pointerup');
    point(cell, 'click');
    expect([edits(model), clicks]).toEqual([{}, 1]);
  });

  test('ends without a click', () => {
    jest.useFakeTimers();
    const { cell } = open();
    let clicks = 0;
    cell.addEventListener('click', () => clicks++);
    drag(cell, 130);
    point(window, 'pointerup');
    point(cell, 'click');
    expect(clicks).toBe(0);
    point(cell, 'click');
    expect(clicks).toBe(1);
    drag(cell, 130);
    point(window, 'pointerup');
    jest.runAllTimers();
    point(cell, 'click');
    expect(clicks).toBe(2);
    jest.useRealTimers();
  });

  test('with another button, or beside the number, does nothing', () => {
    const { model, row, cell } = open();
    point(cell, 'pointerdown', { button: 2, clientX: 100 });
    point(window, 'pointermove', { clientX: 150 });
    point(row.firstElementChild!, 'pointerdown', { clientX: 100 });
    point(window, 'pointermove', { clientX: 150 });
    expect(edits(model)).toEqual({});
  });

  test('over refused numbers is an undo step of its own', () => {
    const { model, cell } = open('optimizer.lr', 0);
    model.edit('input[0,1]', 3);
    drag(cell, 90, 110, 120);
    expect(model.edits.get('optimizer.lr')).toBe(0.1);
    model.undo();
    expect(edits(model)).toEqual({ 'input[0,1]': 3 });
  });
});
