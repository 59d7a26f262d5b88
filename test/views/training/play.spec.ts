/** @jest-environment jsdom */
/** A run is played moment after moment, from where its reader is, and stops at its end or where the reader acts. */
import {
  DataLoader,
  Linear,
  MSELoss,
  SGD,
  Sequential,
  TensorDataset,
  fit,
  manualSeed
} from '../../../src/kernel';
import { english } from '../../../src/derivation/translate';
import { HistoryReport, encodeReport } from '../../../src/trace';
import { TrainingModel } from '../../../src/views/training/trainingModel';
import { TrainingView } from '../../../src/views/training/trainingView';

let report: HistoryReport;
beforeAll(async () => {
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    disconnect(): void {}
  } as never;
  manualSeed(1);
  const model = new Sequential(new Linear(1, 1));
  const train = new DataLoader(new TensorDataset([[1], [2]], [[0], [1]]));
  const optimizer = new SGD(model.parameters(), { lr: 0.01 });
  report = encodeReport(
    await fit(model, { train, loss: new MSELoss(), optimizer, epochs: 5 })
  ) as HistoryReport;
});
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  views.splice(0).forEach(view => view.dispose());
  jest.useRealTimers();
});

const views: TrainingView[] = [];
function open(): { model: TrainingModel; root: HTMLElement; button: HTMLButtonElement } {
  const model = new TrainingModel(report, 4);
  const view = new TrainingView(model, english);
  views.push(view);
  document.body.replaceChildren(view.root);
  return { model, root: view.root, button: view.root.querySelector('.sg-play-run')! };
}

test('plays from the beginning when the end is shown, in some seconds, and stops there', () => {
  const { model, root, button } = open();
  const last = model.moments.length - 1;
  expect(last).toBeGreaterThan(4);
  expect([model.momentIndex, button.getAttribute('aria-label')]).toEqual([last, 'Play the run']);
  button.click();
  expect([model.momentIndex, button.getAttribute('aria-label')]).toEqual([0, 'Pause']);
  const seen = new Set<string>();
  for (let ms = 0; ms < 9000; ms += 20) {
    jest.advanceTimersByTime(20);
    seen.add(root.dataset.moment!);
  }
  expect(seen.size).toBe(last + 1);
  expect([model.momentIndex, model.playing, button.getAttribute('aria-pressed')]).toEqual([
    last,
    false,
    'false'
  ]);
});

test('goes on from the moment that is chosen', () => {
  const { model, button } = open();
  model.goTo(2);
  button.click();
  expect(model.momentIndex).toBe(2);
});

test.each<[string, (root: HTMLElement) => void]>([
  ['the button', root => root.querySelector<HTMLElement>('.sg-play-run')!.click()],
  ['Space', root => root.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }))],
  ['an arrow', root => root.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }))],
  ['the slider', root => root.querySelector('.sg-scrubber')!.dispatchEvent(new Event('input'))]
])('pauses by %s', (_, act) => {
  const { model, root } = open();
  root.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
  expect(model.playing).toBe(true);
  act(root);
  expect(model.playing).toBe(false);
  const { momentIndex } = model;
  jest.advanceTimersByTime(20_000);
  expect(model.momentIndex).toBe(momentIndex);
});

test('stops when the view is let go', () => {
  const { model } = open();
  model.play();
  views.splice(0).forEach(view => view.dispose());
  expect(jest.getTimerCount()).toBe(0);
});
