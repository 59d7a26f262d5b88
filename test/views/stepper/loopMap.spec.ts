/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { LoopMap } from '../../../src/views/stepper/loopMap';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { trace241 } from '../state/trace241';

function open(model: StepperModel): HTMLElement {
  const map = new LoopMap(model, english);
  map.draw();
  model.changed.connect(() => map.draw());
  return map.element;
}

const phases = (root: HTMLElement): HTMLElement[] =>
  Array.from(root.querySelectorAll<HTMLElement>('[data-loop]'));
const gave = (root: HTMLElement): string[] =>
  phases(root).map(each => each.querySelector('.sg-gave')!.textContent!);

test('names the phases in order, and marks the current one', () => {
  const model = new StepperModel(trace241());
  const root = open(model);
  expect(phases(root).map(each => each.querySelector('.sg-phase-name')!.textContent)).toEqual([
    'Forward',
    'Loss',
    'Backward',
    'Update',
    'Did it help?'
  ]);
  for (const granularity of ['operation', 'neuron', 'layer'] as const) {
    model.granularity = granularity;
    for (let step = 0; step < model.steps; step++) {
      model.goTo(step);
      const current = phases(root).filter(each => each.getAttribute('aria-current') === 'step');
      expect(current.map(each => each.dataset.loop)).toEqual([model.step.phase]);
    }
  }
});

test('goes to the first step of a phase of this iteration', () => {
  const model = new StepperModel(trace241({ iterations: 2 }), { step: 20 });
  const root = open(model);
  const reached = phases(root).map(each => {
    each.click();
    return model.stepIndex;
  });
  expect(reached).toEqual([17, 22, 23, 28, 33]);
});

test('says what each phase has given once it is over, and not before', () => {
  const model = new StepperModel(trace241());
  const root = open(model);
  expect(gave(root)).toEqual(['', '', '', '', '']);
  model.goTo(5);
  const number = (address: string): Element => root.querySelector(`[data-ref="${address}"]`)!;
  expect(Number(number('loss').getAttribute('data-value'))).toBe(model.reader.loss(0));
  expect(gave(root).slice(2)).toEqual(['', '', '']);
  model.goTo(16);
  expect(gave(root).slice(2, 4)).toEqual(['17 gradients', 'SGD']);
  expect(gave(root)[4]).toMatch(/^▼ L = 0\.\d+$/);
  expect(Number(number('after/loss').getAttribute('data-value'))).toBe(model.reader.after(0)!.loss(0));
  model.goTo(3);
  expect(gave(root)).toEqual(['', '', '', '', '']);
});

test('follows an edit', () => {
  const model = new StepperModel(trace241(), { step: 16 });
  const root = open(model);
  const before = gave(root)[4];
  model.edit('optimizer.lr', 0.4);
  expect(gave(root)[4]).not.toBe(before);
});

test('leads to the next iteration, and from the last to the first step', () => {
  const model = new StepperModel(trace241({ iterations: 2 }), { step: 3 });
  const turn = open(model).querySelector<HTMLElement>('.sg-turn')!;
  expect([turn.textContent, turn.getAttribute('aria-label')]).toEqual([
    '⟳ 1 / 2',
    'Next iteration (iteration 1 of 2)'
  ]);
  turn.click();
  expect([model.stepIndex, turn.textContent]).toEqual([17, '⟳ 2 / 2']);
  turn.click();
  expect(model.stepIndex).toBe(0);
  expect(open(new StepperModel(trace241())).querySelector<HTMLElement>('.sg-turn')!.hidden).toBe(true);
});

test('has three phases without an update', () => {
  const { iterations, ...rest } = trace241();
  const trace = { ...rest, optimizer: null, iterations: [{ ...iterations[0], update: [] }] };
  expect(phases(open(new StepperModel(trace))).map(each => each.dataset.loop)).toEqual([
    'forward',
    'loss',
    'backward'
  ]);
});
