/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { AdamW, BCELoss, Linear, Optimizer, Parameter, SGD, Sequential, Sigmoid } from '../../../src/engine';
import { Trace, record } from '../../../src/trace';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { OptimizerOptionsView } from '../../../src/views/stepper/optimizerOptionsView';
import { press } from './events';

// jsdom has no CSS.escape.
window.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as never;

function traceWith(optimizerOf: (parameters: Map<string, Parameter>) => Optimizer | undefined): Trace {
  const layers = Object.fromEntries(
    Array.from({ length: 6 }, (_, i) => [`linear${i + 1}`, new Linear(1, 1, { bias: false })])
  );
  const model = new Sequential({ ...layers, out: new Sigmoid() });
  return record(model, {
    input: [[1]],
    target: [[1]],
    loss: new BCELoss(),
    optimizer: optimizerOf(new Map(model.namedParameters()))
  });
}

const sgd = (options: object): Trace =>
  traceWith(parameters => new SGD(Array.from(parameters.values()), { lr: 0.1, ...options }));

/** A group of its own for each of the first `n` layers after the first. */
const grouped = (n: number): Trace =>
  traceWith(parameters => {
    const all = Array.from(parameters.values());
    const own = all.slice(1, n + 1).map((parameter, i) => ({ params: [parameter], lr: (i + 2) / 100 }));
    return new SGD([{ params: [all[0], ...all.slice(n + 1)] }, ...own], { lr: 0.1 });
  });

function open(trace: Trace): {
  model: StepperModel;
  view: OptimizerOptionsView;
  text(): string;
  changes: number[];
} {
  const model = new StepperModel(trace);
  const changes: number[] = [];
  const view: OptimizerOptionsView = new OptimizerOptionsView(model, english, () => {
    changes.push(1);
    view.draw();
  });
  view.draw();
  model.changed.connect(() => view.draw());
  document.body.replaceChildren(view.element);
  return { model, view, changes, text: () => view.element.textContent!.replace(/\u00a0/g, ' ') };
}

const optionOf = (view: OptimizerOptionsView, key: string): HTMLElement =>
  view.element.querySelector(`[data-option="${key}"]`)!;

const moreOf = (view: OptimizerOptionsView): HTMLElement | null =>
  view.element.querySelector('.sg-more-options');

test('shows the loss alone without an optimiser', () => {
  expect(open(traceWith(() => undefined)).text()).toBe('BCELoss');
});

test('shows the learning rate and every option that is on', () => {
  const { text } = open(sgd({ momentum: 0.9, nesterov: true }));
  expect(text()).toMatch(/^BCELoss · SGD η = 0.1, momentum 0.9, nesterov …$/);
});

test('shows a learning rate of 0', () => {
  expect(open(sgd({ lr: 0 })).text()).toContain('η = 0');
});

test('shows each number of a list', () => {
  const { view, text } = open(traceWith(parameters => new AdamW(Array.from(parameters.values()))));
  expect(text()).toContain('betas 0.9, 0.999');
  expect(optionOf(view, 'optimizer.betas[1]').getAttribute('data-value')).toBe('0.999');
});

describe('an option', () => {
  test('is a number to edit in place, with its name', () => {
    const { view } = open(sgd({}));
    const rate = optionOf(view, 'optimizer.lr');
    expect(
      ['data-editable', 'data-value', 'role', 'aria-label'].map(name => rate.getAttribute(name))
    ).toEqual(['optimizer.lr', '0.1', 'button', 'lr = 0.1']);
  });

  test('that is edited is marked', () => {
    const { model, view, text } = open(sgd({}));
    model.edit('optimizer.lr', 0.5);
    expect(text()).toContain('η = 0.5');
    expect(optionOf(view, 'optimizer.lr').classList.contains('sg-edited')).toBe(true);
    expect(view.element.querySelectorAll('.sg-edited')).toHaveLength(1);
    model.undo();
    expect(view.element.querySelectorAll('.sg-edited')).toHaveLength(0);
  });

  test('that is edited to 0 stays', () => {
    const { model, text } = open(sgd({ momentum: 0.9 }));
    model.edit('optimizer.momentum', 0);
    expect(text()).toContain('momentum 0');
  });

  test('that is on or off toggles at a click', () => {
    const { model, view } = open(sgd({ momentum: 0.9, nesterov: true }));
    const flag = (): HTMLElement => optionOf(view, 'optimizer.nesterov');
    expect([flag().getAttribute('aria-pressed'), flag().title]).toEqual(['true', 'Turn it off']);
    flag().click();
    expect(model.edits.get('optimizer.nesterov')).toBe(0);
    expect([flag().getAttribute('aria-pressed'), flag().title]).toEqual(['false', 'Turn it on']);
    flag().click();
    expect(model.edits.get('optimizer.nesterov')).toBe(1);
  });

  test('keeps the focus when it is redrawn', () => {
    const { model, view } = open(sgd({ momentum: 0.9 }));
    const before = optionOf(view, 'optimizer.momentum');
    before.focus();
    press(before, 'x');
    model.edit('optimizer.momentum', 0.5);
    const after = optionOf(view, 'optimizer.momentum');
    expect([before === after, document.activeElement]).toEqual([false, after]);
  });

  test('is not redrawn by a step or by another edit', () => {
    const { model, view } = open(sgd({}));
    const rate = optionOf(view, 'optimizer.lr');
    model.goTo(3);
    model.edit('input[0,0]', 2);
    expect(optionOf(view, 'optimizer.lr')).toBe(rate);
  });
});

test('the button shows and hides the options that are off', () => {
  const { view, text, changes } = open(sgd({}));
  expect([text(), moreOf(view)!.getAttribute('aria-expanded')]).toEqual(['BCELoss · SGD η = 0.1 …', 'false']);
  moreOf(view)!.click();
  expect(text()).toContain('weightDecay 0');
  expect(text()).toContain('nesterov');
  expect([moreOf(view)!.getAttribute('aria-expanded'), document.activeElement, changes.length]).toEqual([
    'true',
    moreOf(view),
    1
  ]);
  moreOf(view)!.click();
  expect(text()).toBe('BCELoss · SGD η = 0.1 …');
});

describe('groups', () => {
  test('are named with the options of their own', () => {
    const { view, text } = open(grouped(2));
    expect(text()).toContain('… · linear2: η = 0.02 · linear3: η = 0.03');
    expect(optionOf(view, 'optimizer.lr@linear2.weight').getAttribute('aria-label')).toBe(
      'linear2: lr = 0.02'
    );
  });

  test('beyond the third are shown by the button or while one of them is edited', () => {
    const { model, view, text } = open(grouped(5));
    expect(text()).toMatch(/linear4: η = 0.04 · …$/);
    model.edit('optimizer.lr@linear6.weight', 0.5);
    expect(text()).toMatch(/linear4: η = 0.04 · linear6: η = 0.5 · …$/);
    moreOf(view)!.click();
    expect(text()).toMatch(/linear5: η = 0.05 · linear6: η = 0.5$/);
  });

  test('that an edit makes equal stay two', () => {
    const { model, text } = open(grouped(2));
    model.edit('optimizer.lr@linear3.weight', 0.02);
    expect(text()).toContain('linear2: η = 0.02 · linear3: η = 0.02');
  });
});
