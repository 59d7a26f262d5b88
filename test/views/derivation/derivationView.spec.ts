/** @jest-environment jsdom */
import { lineToText } from '../../../src/derivation';
import type { Trace } from '../../../src/trace';
import { DerivationView } from '../../../src/views/derivation/derivationView';
import { loadKatex } from '../../../src/views/formula/typeset';
import { english } from '../../../src/views/page/translate';
import { shownValue } from '../../../src/views/state/shownValue';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, usual } from '../../derivation/networks';
import { Observer, useObserver } from '../formula/observer';

beforeAll(useObserver);
afterEach(() => document.body.replaceChildren());

const small = (): Trace => makeTrace({ ...usual, widths: [2, 2, 1], samples: 2 });

function show(model: StepperModel): { view: DerivationView; pane: HTMLElement } {
  const view = new DerivationView(model, english);
  document.body.append(view.element);
  view.draw();
  return { view, pane: view.element };
}

const texts = (root: Element, selector: string): string[] =>
  Array.from(root.querySelectorAll(selector), each => each.textContent!);

/** Makes the parts below the fold, too. */
const all = (): void => {
  for (let i = 0; i < 20; i++) {
    Observer.last.report(true);
  }
};

const press = (root: Element, text: string): void =>
  Array.from(root.querySelectorAll('button'))
    .find(each => each.textContent === text)!
    .click();

test('shows the lines of the step as text until KaTeX is loaded', () => {
  const model = new StepperModel(small());
  const { pane } = show(model);
  const lines = model.derivation.blocks.flatMap(block => block.lines);
  expect(texts(pane, '.sg-line').slice(0, lines.length)).toEqual(
    lines.map(line => lineToText(line, model.digits))
  );
});

describe('with KaTeX', () => {
  beforeAll(async () => {
    await loadKatex();
  });

  test('gives every number its value and its address, at every step', () => {
    const model = new StepperModel(small());
    const { view, pane } = show(model);
    const seen = new Set<string>();
    for (let step = 0; step < model.steps; step++) {
      model.goTo(step);
      view.draw();
      for (const term of pane.querySelectorAll('[data-ref]')) {
        const ref = term.getAttribute('data-ref')!;
        seen.add(ref.replace(/\[.*/, ''));
        expect(Number(term.getAttribute('data-value'))).toBe(shownValue(model, ref));
        // A number of the table of samples opens nothing: it is of another sample.
        if (!term.closest('.sg-samples-after')) {
          expect(term.getAttribute('data-term')).toBe(ref);
        }
        expect(term.textContent).toMatch(/\d/);
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['0.weight', 'input', '0.weight.grad', '1.output']));
  });

  test('gives the numbers of a unit’s sum the addresses of that unit', () => {
    const model = new StepperModel(small());
    const { view, pane } = show(model);
    for (const unit of [0, 1]) {
      model.goTo(unit);
      view.draw();
      const refs = Array.from(pane.querySelector('.sg-line')!.querySelectorAll('[data-ref]'), each =>
        each.getAttribute('data-ref')
      );
      expect(refs).toEqual(
        expect.arrayContaining([
          `0.weight[${unit},0]`,
          'input[0,0]',
          `0.weight[${unit},1]`,
          'input[0,1]',
          `0.bias[${unit}]`,
          `0.output[0,${unit}]`
        ])
      );
    }
  });

  test('opens the operation of a clicked number, and closes it', () => {
    const model = new StepperModel(small());
    const { view, pane } = show(model);
    while (!pane.querySelector('[data-term="1.output[0,0]"]')) {
      model.goTo(model.stepIndex + 1);
      view.draw();
    }
    const step = texts(pane, '.sg-line');
    pane.querySelector<HTMLElement>('[data-term="1.output[0,0]"]')!.click();
    expect(model.focus).toMatchObject({ kind: 'operation', operation: { kind: 'activation', unit: 0 } });
    view.draw();
    expect(texts(pane, '.sg-line')).not.toEqual(step);
    press(pane, 'Back to the step');
    expect(model.focus).toBeNull();
    view.draw();
    expect(texts(pane, '.sg-line')).toEqual(step);
  });

  test('shows the paths of a focused weight, and the check of its gradient', () => {
    const model = new StepperModel(small());
    const { view, pane } = show(model);
    expect(pane.querySelector('.sg-path')).toBeNull();
    expect(pane.querySelector('.sg-agrees')).toBeNull();
    model.focus = { kind: 'weight', stage: 0, unit: 1, input: 0 };
    view.draw();
    all();
    expect(texts(pane, '.sg-path').length).toBe(1);
    expect(texts(pane, '.sg-agrees').length).toBe(1);
  });

  test.each([
    ['scalar', 'last'],
    ['matrix', 'first']
  ] as const)('in %s notation, shows the matrices %s', (notation, place) => {
    const model = new StepperModel(small());
    model.notation = notation;
    const { pane } = show(model);
    const headings = texts(pane, '.sg-heading').filter(text => text !== 'Symbols');
    expect(headings.length).toBeGreaterThan(1);
    expect(headings.at(place === 'first' ? 0 : -1)).toBe('As matrices');
  });

  test('shows further operations of a long step on request, and moves the focus to the first of them', () => {
    const model = new StepperModel(makeTrace({ ...usual, widths: [2, 40, 1] }));
    model.granularity = 'layer';
    const { pane } = show(model);
    all();
    const shown = (): string[] => texts(pane, '.sg-line');
    const before = shown();
    expect(pane.textContent).toContain(`more operations`);
    const offer = Array.from(pane.querySelectorAll('button')).find(each =>
      /^Show \d+ more$/.test(each.textContent!)
    )!;
    offer.click();
    expect(document.activeElement!.matches('.sg-line [data-term]')).toBe(true);
    all();
    expect(shown().length).toBeGreaterThan(before.length);
    expect(shown().slice(0, before.length)).toEqual(before);
    expect(offer.isConnected).toBe(false);
  });

  test('changes the numbers of a formula in place when an input changes', () => {
    const model = new StepperModel(small());
    const { view, pane } = show(model);
    const [line] = pane.querySelectorAll('.sg-line');
    const before = line.textContent;
    model.edit('input[0,0]', 0.625);
    view.draw();
    expect(pane.querySelector('.sg-line')).toBe(line);
    expect(line.textContent).not.toBe(before);
    expect(line.querySelector('[data-ref="input[0,0]"]')!.textContent).toBe('0.625');
  });
});
