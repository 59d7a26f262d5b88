/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { BCELoss, Linear, Sequential, Sigmoid } from '../../../src/engine';
import { record } from '../../../src/trace';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Header, takeToNotebook } from '../../../src/views/stepper/header';
import type { Host } from '../../../src/views/stepper/stepperOptions';
import { makeTrace, usual } from '../../derivation/networks';
import { trace241 } from '../state/trace241';

function open(model: StepperModel, host?: Host): Header {
  const header = new Header(model, english, host);
  header.draw();
  model.changed.connect(() => header.draw());
  document.body.replaceChildren(header.element);
  return header;
}

const buttonOf = ({ element }: Header, label: string): HTMLButtonElement | null =>
  element.querySelector(`button[aria-label="${label}"]`);

const selectOf = ({ element }: Header, name: string): HTMLSelectElement =>
  element.querySelector(`select[name="${name}"]`)!;

function choose(select: HTMLSelectElement, value: string): void {
  select.value = value;
  select.dispatchEvent(new Event('change'));
}

const optionsOf = (select: HTMLSelectElement): string[] => Array.from(select.options, ({ text }) => text);

test('names the network, the loss and the optimiser', () => {
  const { element } = open(new StepperModel(trace241()));
  expect(element.querySelector('.sg-architecture')!.textContent).toBe('2–4–1');
  expect(element.querySelector('.sg-about')!.textContent).toContain('BCELoss · SGD η = 0.1, momentum 0.9');
});

describe('undo, redo and reset', () => {
  const labels = ['Undo the change', 'Redo the change', 'Take back all changes'];
  const states = (header: Header): string[] =>
    labels.map(label => {
      const button = buttonOf(header, label)!;
      return button.classList.contains('sg-gone') ? 'gone' : button.disabled ? 'disabled' : 'enabled';
    });

  test('are gone until the first edit and enabled while they have an effect', () => {
    const model = new StepperModel(trace241());
    const header = open(model);
    expect(states(header)).toEqual(['gone', 'gone', 'gone']);
    model.edit('input[0,0]', 1);
    expect(states(header)).toEqual(['enabled', 'disabled', 'enabled']);
    buttonOf(header, labels[0])!.click();
    expect([model.edits.size, ...states(header)]).toEqual([0, 'disabled', 'enabled', 'disabled']);
    buttonOf(header, labels[1])!.click();
    expect([model.edits.size, ...states(header)]).toEqual([1, 'enabled', 'disabled', 'enabled']);
    buttonOf(header, labels[2])!.click();
    expect([model.edits.size, ...states(header)]).toEqual([0, 'enabled', 'disabled', 'disabled']);
  });

  test('are there for edits that were kept, though there is nothing to undo', () => {
    const header = open(new StepperModel(trace241(), { edits: new Map([['input[0,0]', 1]]) }));
    expect(states(header)).toEqual(['disabled', 'disabled', 'enabled']);
  });
});

test('goes back to the start, and pauses', () => {
  jest.useFakeTimers();
  const model = new StepperModel(trace241(), { step: 7 });
  const header = open(model);
  model.play();
  buttonOf(header, 'Back to the start')!.click();
  expect([model.stepIndex, model.playing]).toEqual([0, false]);
  jest.useRealTimers();
});

describe('the choice of sample', () => {
  test('offers the batch and each sample', () => {
    const model = new StepperModel(trace241({ samples: 3 }), { sample: 1 });
    const select = selectOf(open(model), 'sample');
    expect(optionsOf(select)).toEqual(['whole batch', '1 / 3', '2 / 3', '3 / 3']);
    expect([select.value, select.disabled, select.labels[0].textContent]).toEqual([
      '1',
      false,
      expect.stringContaining('sample')
    ]);
    choose(select, 'batch');
    expect([model.batch, model.sample]).toEqual([true, 1]);
    choose(select, '2');
    expect([model.batch, model.sample]).toEqual([false, 2]);
    model.batch = true;
    expect(select.value).toBe('batch');
    model.sample = 0;
    expect(select.value).toBe('0');
  });

  test('names the class of each sample, and says where the guess is wrong, also after an edit', () => {
    const net = new Sequential(new Linear(1, 1), new Sigmoid());
    net.loadStateDict({ '0.weight': [[2]], '0.bias': [0] });
    const data = { input: [[1], [1]], target: [[1], [0]], classNames: ['no', 'yes'], loss: new BCELoss() };
    const model = new StepperModel(record(net, data));
    const select = selectOf(open(model), 'sample');
    expect(optionsOf(select)).toEqual(['whole batch', '1 / 2 · yes', '2 / 2 · no · wrong']);
    model.edit('input[0,0]', -1);
    expect(optionsOf(select)[1]).toBe('1 / 2 · yes · wrong');
  });

  test('is disabled for a single sample', () => {
    const select = selectOf(open(new StepperModel(trace241())), 'sample');
    expect([optionsOf(select), select.disabled]).toEqual([['1 / 1'], true]);
  });
});

test('the choice of granularity follows the model, and the model follows it', () => {
  const model = new StepperModel(trace241());
  const select = selectOf(open(model), 'granularity');
  expect([optionsOf(select), select.value]).toEqual([['operation', 'neuron', 'layer'], 'neuron']);
  choose(select, 'layer');
  expect(model.granularity).toBe('layer');
  model.granularity = 'operation';
  expect(select.value).toBe('operation');
});

describe('what the host can do', () => {
  test('has no button without the host', () => {
    const header = open(new StepperModel(trace241()));
    expect(buttonOf(header, 'To the notebook')!.hidden).toBe(true);
    expect(buttonOf(header, 'Open in a tab of its own')).toBeNull();
    expect(header.element.querySelector('details')).toBeNull();
  });

  test('takes edits to the notebook, and shows the answer', async () => {
    const model = new StepperModel(trace241());
    let code = '';
    const host: Host = {
      toNotebook: write => {
        code = write([], 0);
        return Promise.resolve('Inserted.');
      }
    };
    const button = buttonOf(open(model, host), 'To the notebook')!;
    expect([button.hidden, button.classList.contains('sg-gone')]).toEqual([false, true]);
    model.edit('input[0,0]', 0.25);
    expect(button.classList.contains('sg-gone')).toBe(false);
    button.click();
    await Promise.resolve();
    expect(code).toContain('// What if: input[0,0] = 0.25');
    expect(model.notice).toBe('Inserted.');
  });

  test('tells nothing if the host has no notebook', async () => {
    const model = new StepperModel(trace241());
    model.tell('before');
    await takeToNotebook(model, {}, english);
    expect(model.notice).toBe('before');
  });

  test('opens a tab, or says why not', () => {
    const model = new StepperModel(trace241());
    buttonOf(open(model, { openTab: () => 'Not here.' }), 'Open in a tab of its own')!.click();
    expect(model.notice).toBe('Not here.');
  });

  test('saves in the chosen format and closes the menu', () => {
    const saved: string[] = [];
    const { element } = open(new StepperModel(trace241()), { save: format => saved.push(format) });
    const menu = element.querySelector('details')!;
    const buttons = Array.from(menu.querySelectorAll('button'));
    expect(buttons.map(({ textContent }) => textContent)).toEqual([
      'picture (SVG)',
      'picture (PNG)',
      'derivation (LaTeX)',
      'derivation (Markdown)'
    ]);
    for (const button of buttons) {
      menu.open = true;
      button.click();
      expect(menu.open).toBe(false);
    }
    expect(saved).toEqual(['svg', 'png', 'latex', 'markdown']);
  });

  test('closes the menu when the focus leaves it', () => {
    const { element } = open(new StepperModel(trace241()), { save: () => undefined });
    const menu = element.querySelector('details')!;
    const leave = (to: Element | null): boolean => {
      menu.open = true;
      menu.dispatchEvent(new FocusEvent('focusout', { relatedTarget: to }));
      return menu.open;
    };
    expect([
      leave(menu.querySelector('button')),
      leave(selectOf({ element } as Header, 'sample')),
      leave(null)
    ]).toEqual([true, false, false]);
  });
});

describe('iterations that were not recorded', () => {
  const textFor = (omitted?: { iterations: number; loss?: number | 'NaN' }): string | null =>
    open(new StepperModel({ ...trace241({ iterations: 2 }), omitted } as never)).element.querySelector(
      '.sg-omitted'
    )!.textContent;

  test('are named with the last loss', () => {
    expect(textFor({ iterations: 8, loss: 0.25 })).toBe(
      'Iterations 3 to 10 were run but not recorded, to keep the output small. The loss of the last iteration: 0.25.'
    );
  });

  test('are named without a loss that is unknown', () => {
    const said = 'Iterations 3 to 10 were run but not recorded, to keep the output small.';
    expect([textFor({ iterations: 8 }), textFor({ iterations: 8, loss: 'NaN' })]).toEqual([said, said]);
  });

  test('are not mentioned if there are none', () => {
    expect(textFor()).toBe('');
  });
});

test('Tab comes to a button, because a select needs ↑ and ↓', () => {
  const { element } = open(new StepperModel(makeTrace({ ...usual, samples: 3 })));
  const stops = Array.from(element.querySelectorAll('[data-stop][tabindex="0"]'));
  expect(stops.map(stop => stop.getAttribute('aria-label'))).toEqual(['Back to the start']);
});
