/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { messageOf } from '../../../src/engine/message';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Stepper } from '../../../src/views/stepper/stepper';
import type { StepperOptions } from '../../../src/views/stepper/stepperOptions';
import { trace241 } from '../state/trace241';
import { press } from './events';

// jsdom has none of these.
class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as never;
window.ResizeObserver ??= Observer as never;
window.IntersectionObserver ??= Observer as never;

const steppers: Stepper[] = [];

function open(model = new StepperModel(trace241()), options?: StepperOptions): HTMLElement {
  const stepper = new Stepper(model, english, options);
  steppers.push(stepper);
  document.body.replaceChildren(stepper.root);
  return stepper.root;
}

// A view that throws while it is drawn is only logged, by the signal, or replaced by a sentence.
let logged: jest.SpyInstance;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  steppers.splice(0).forEach(stepper => stepper.dispose());
  expect(logged.mock.calls).toEqual([]);
  expect(document.querySelector('.sg-undrawn')).toBeNull();
  logged.mockRestore();
});

const stateOf = ({ dataset }: HTMLElement): unknown[] => [
  dataset.step,
  dataset.steps,
  dataset.phase,
  'edited' in dataset
];

describe('the root', () => {
  test('names the view, and the step, its phase and the number of steps', () => {
    const model = new StepperModel(trace241());
    const root = open(model);
    expect([root.dataset.stepgrad, root.tabIndex]).toEqual(['stepper', 0]);
    expect(stateOf(root)).toEqual(['0', '17', 'forward', false]);
    model.goTo(8);
    expect(stateOf(root)).toEqual(['8', '17', 'backward', false]);
    model.granularity = 'operation';
    expect(stateOf(root).slice(1)).toEqual(['56', 'backward', false]);
  });

  test('says that something was edited, until it is undone', () => {
    const model = new StepperModel(trace241());
    const root = open(model);
    model.edit('input[0,0]', 1);
    expect(stateOf(root)[3]).toBe(true);
    press(root, 'z', { ctrlKey: true });
    expect(stateOf(root)[3]).toBe(false);
  });

  test('steps at its keys', () => {
    const root = open();
    root.focus();
    ['ArrowRight', 'ArrowRight', 'ArrowLeft'].forEach(key => press(root, key));
    expect(root.dataset.step).toBe('1');
  });

  test('opens a lens at a digit', () => {
    const model = new StepperModel(trace241());
    const root = open(model);
    press(root, '2');
    const tabs = Array.from(root.querySelectorAll('[role=tab]'));
    expect(tabs.map(tab => tab.getAttribute('aria-selected')).indexOf('true')).toBe(1);
    expect(model.lens).toBe(tabs[1].getAttribute('data-lens'));
  });

  test('takes the focus if the focused element is redrawn', () => {
    const model = new StepperModel(trace241(), { step: 8 });
    const root = open(model);
    const section = root.querySelector<HTMLElement>('[data-section=derivation]')!;
    section.querySelector<HTMLElement>('[tabindex]')?.focus();
    model.goTo(0);
    expect(root.contains(document.activeElement)).toBe(true);
  });
});

describe('the status', () => {
  const statusOf = (root: HTMLElement): string => root.querySelector('[role=status]')!.textContent!;

  test('lists the last four edits', () => {
    const model = new StepperModel(trace241());
    const root = open(model);
    expect(statusOf(root)).toBe('');
    model.edit('input[0,0]', 1);
    expect(statusOf(root)).toBe('What if: x₁: 0.5 → 1');
    for (const unit of [0, 1, 2, 3]) {
      model.edit(`linear1.bias[${unit}]`, unit);
    }
    expect(statusOf(root)).toBe(
      'What if: b₁⁽¹⁾: −0.06275 → 0, b₂⁽¹⁾: 0.1871 → 1, b₃⁽¹⁾: −0.2137 → 2, b₄⁽¹⁾: −0.1390 → 3, …'
    );
  });

  test('shows a notice before the edits, and a problem before both', () => {
    const model = new StepperModel(trace241());
    const root = open(model);
    model.edit('input[0,0]', 1);
    model.tell('Copied.');
    expect(statusOf(root)).toBe('Copied.');
    expect(root.querySelector('.sg-differs')).toBeNull();
    model.refuse(messageOf('“%1” is not a number.', 'x'));
    expect(statusOf(root)).toBe('“x” is not a number.');
    expect(root.querySelector('.sg-differs')).not.toBeNull();
  });
});

describe('the parts to hide', () => {
  const shown = (hide: StepperOptions['hide']): (string | undefined)[] =>
    Array.from(open(undefined, { hide }).querySelectorAll<HTMLElement>('[data-section]'))
      .filter(section => !section.closest('[hidden]'))
      .map(({ dataset }) => dataset.section);

  test('are hidden', () => {
    expect(shown([])).toEqual(['toolbar', 'graph', 'derivation', 'timeline', 'table']);
    expect(shown(['graph', 'timeline'])).toEqual(['toolbar', 'derivation', 'table']);
    expect(shown(['graph', 'derivation'])).toEqual(['toolbar', 'timeline', 'table']);
    expect(shown(['table', 'lenses'])).toEqual(['toolbar', 'graph', 'derivation', 'timeline']);
  });

  test('leave the lenses beside a hidden table', () => {
    const root = open(undefined, { hide: ['table'] });
    expect(root.querySelector<HTMLElement>('.sg-below')!.hidden).toBe(false);
    expect(root.querySelector('.sg-closer')!.closest('[hidden]')).toBeNull();
  });
});

test('a disposed stepper stops playing and ignores its model', () => {
  jest.useFakeTimers();
  const model = new StepperModel(trace241());
  const root = open(model);
  model.play();
  steppers.splice(0).forEach(stepper => stepper.dispose());
  expect(model.playing).toBe(false);
  model.goTo(5);
  expect(root.dataset.step).toBe('0');
  jest.useRealTimers();
});
