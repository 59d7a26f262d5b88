/** @jest-environment jsdom */
/** Lab's search in outputs leaves no trace in what a view shows, whatever it marks and whenever it ends. */
import './browser';
import { Outputs } from '../../src/lab/outputs';
import { defaults } from '../../src/lab/preferences';
import { OutputWidget } from '../../src/lab/renderer';
import type { StepperModel } from '../../src/views';
import { loadKatex } from '../../src/views/formula/typeset';
import { lenses } from '../../src/views/lenses';
import { LabSearch, unmarked } from './labSearch';
import { checkPayload, historyPayload, modelPayload, tracePayload } from './payloads';

beforeAll(() => loadKatex());
// jsdom has no canvas.
beforeAll(() => jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null));
beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  document.body.replaceChildren();
});

async function draw(data: unknown): Promise<OutputWidget> {
  const widget = new OutputWidget(new Outputs(defaults(null)));
  document.body.append(widget.node);
  await widget.drawData(data);
  return widget;
}

/** Lets observers and timers do their part. */
async function settle(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    jest.advanceTimersByTime(200);
    await Promise.resolve();
  }
}

/** Moves through a trace: each changes other texts. */
const moves: [string, (model: StepperModel) => void][] = [
  ['the next step', model => model.goTo(1)],
  ['the last step, edited', model => (model.goTo(model.steps - 1), model.edit('input[0,0]', 0.25))],
  ['another sample', model => (model.sample = 1)],
  ['matrices of the whole batch', model => Object.assign(model, { batch: true, notation: 'matrix' })],
  ['the first step', model => (Object.assign(model, { sample: 0, notation: 'scalar' }), model.goTo(0))]
];

/** Opens every lens once, and goes on. */
const allMoves = [
  ...moves,
  ...lenses.flatMap(({ id }): typeof moves => [
    [id, model => (model.lens = id)],
    [`a step with ${id}`, model => model.goTo(model.stepIndex + 1)]
  ])
];

/** Short texts and long ones, whole and in parts: the first letter, and what follows it. */
const QUERY = /^.|ing/g;

it('leaves a stepper with every lens as it is', async () => {
  const [searched, plain] = [await draw(tracePayload()), await draw(tracePayload())];
  const both = [searched, plain].map(({ drawn }) => drawn!.model!);
  const search = new LabSearch(searched.node, QUERY);
  await settle();
  search.start();
  for (const [name, move] of allMoves) {
    both.forEach(move);
    await settle();
    expect([name, unmarked(searched.node)]).toEqual([name, unmarked(plain.node)]);
  }
  search.end();
  for (const [name, move] of moves.slice(0, 3)) {
    both.forEach(move);
    await settle();
    expect([name, searched.node.innerHTML]).toEqual([name, plain.node.innerHTML]);
  }
  expect(search.problems).toEqual([]);
  searched.dispose();
  plain.dispose();
});

it.each([
  ['a model', modelPayload],
  ['a gradient check', checkPayload]
])('leaves %s as it is', async (_, make) => {
  const [searched, plain] = [await draw(make()), await draw(make())];
  const search = new LabSearch(searched.node, QUERY);
  search.start();
  expect(unmarked(searched.node)).toBe(unmarked(plain.node));
  search.end();
  expect(searched.node.innerHTML).toBe(plain.node.innerHTML);
});

it('leaves a training run as it is while epochs arrive', async () => {
  const [searched, plain] = [await draw(historyPayload(1)), await draw(historyPayload(1))];
  const search = new LabSearch(searched.node, QUERY);
  search.start();
  for (const epochs of [2, 12]) {
    await Promise.all([searched, plain].map(each => each.drawData(historyPayload(epochs))));
    await settle();
    expect(unmarked(searched.node)).toBe(unmarked(plain.node));
  }
  search.end();
  expect(search.problems).toEqual([]);
});
