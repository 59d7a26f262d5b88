/** @jest-environment jsdom */
import { Linear, MSELoss, Sequential, Softmax, manualSeed } from '../../../src/engine';
import { Paths, pathsOf } from '../../../src/derivation';
import { record } from '../../../src/trace';
import { pathsView, way } from '../../../src/views/derivation/pathsView';
import { h } from '../../../src/views/page/dom';
import { english } from '../../../src/views/page/translate';
import { shownValue } from '../../../src/views/state/shownValue';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, usual } from '../../derivation/networks';

const weight = { kind: 'weight', stage: 0, unit: 1, input: 0 } as const;

interface Shown {
  model: StepperModel;
  paths: Paths;
  root: HTMLElement;
  rows: HTMLDetailsElement[];
  changed: jest.Mock;
}

function show(
  model: StepperModel,
  of: { stage: number; unit: number; input: number | null } = weight
): Shown {
  const paths = pathsOf(model.terms, model.network.stages[of.stage], of.unit, of.input);
  const changed = jest.fn();
  const root = h('div', {}, ...pathsView(paths, { kind: 'weight', ...of }, model, english, changed, 60));
  return { model, paths, root, rows: Array.from(root.querySelectorAll('details')), changed };
}

/** 2-4-3-2: six paths from the loss to a weight of the first layer. */
const makeModel = (): StepperModel =>
  new StepperModel(makeTrace({ ...usual, seed: 5, widths: [2, 4, 3, 2], samples: 1 }));

const valueOf = (element: Element): number =>
  Number(element.querySelector('[data-value]')!.getAttribute('data-value'));

test('lists every path, and their values sum to the gradient', () => {
  const { model, rows, root } = show(makeModel());
  expect(rows.map(row => row.dataset.path)).toEqual(['1,0,0', '1,0,1', '1,1,0', '1,1,1', '1,2,0', '1,2,1']);
  const sum = rows.reduce((total, row) => total + valueOf(row), 0);
  expect(sum).toBeCloseTo(shownValue(model, '0.weight.grad[1,0]')!, 12);
  expect(root.textContent).toContain('Sum over 6 paths from the loss');
});

test('names the units of a path from the loss to the weight', () => {
  const { rows } = show(makeModel());
  expect(rows[3].querySelector('summary')!.firstChild!.textContent).toBe('L → ŷ₂ → h₂⁽²⁾ → h₂⁽¹⁾');
});

test('opens a path as a formula once, and says so', () => {
  const { rows, changed } = show(makeModel());
  const summary = rows[0].querySelector('summary')!;
  summary.click();
  expect(rows[0].querySelectorAll('.sg-line').length).toBe(1);
  summary.click();
  expect(rows[0].querySelectorAll('.sg-line').length).toBe(1);
  expect(changed).toHaveBeenCalledTimes(1);
  expect(rows[1].querySelectorAll('.sg-line').length).toBe(0);
});

test('lights the path under the pointer, else the focused one, else the one opened last', () => {
  const { model, paths, rows } = show(makeModel());
  const of = (i: number): unknown => way(paths.paths[i], weight);
  const send = (i: number, event: Event): unknown => (rows[i].dispatchEvent(event), model.lit);
  const bubbles = { bubbles: true };
  rows[2].open = true;
  expect(send(2, new Event('toggle'))).toEqual(of(2));
  expect(send(3, new FocusEvent('focusin', bubbles))).toEqual(of(3));
  expect(send(4, new MouseEvent('mouseover', bubbles))).toEqual(of(4));
  rows[4].parentElement!.dispatchEvent(new MouseEvent('mouseleave'));
  expect(model.lit).toEqual(of(3));
  expect(send(3, new FocusEvent('focusout', bubbles))).toEqual(of(2));
  rows[2].open = false;
  expect(send(2, new Event('toggle'))).toBeNull();
});

test.each([
  ['a weight, its input and its edge included', 0, ['0/0', '1/1', '2/2', '3/0'], ['1/1/0', '2/2/1', '3/0/2']],
  ['a bias, from its unit on', null, ['1/1', '2/2', '3/0'], ['2/2/1', '3/0/2']]
])('finds the nodes and edges of a path to %s', (_, input, nodes, edges) => {
  const { paths } = show(makeModel(), { ...weight, input });
  const path = paths.paths.find(({ units }) => units.join() === '1,2,0')!;
  const parts = way(path, { ...weight, input });
  expect([...parts.nodes].sort()).toEqual(nodes);
  expect([...parts.edges].sort()).toEqual(edges);
  expect(parts.loss).toBe(true);
});

test('compares the multiplications of both ways, each in its cell', () => {
  const { paths, root } = show(makeModel());
  const row = (name: string): (string | null)[] =>
    Array.from(root.querySelectorAll(`tr[data-way=${name}] td`), each => each.getAttribute('data-value'));
  const { byPath, byDelta } = paths;
  expect(row('paths').slice(1)).toEqual([String(byPath.one), String(byPath.all)]);
  expect(row('delta').slice(1)).toEqual([String(byDelta.one), String(byDelta.all)]);
  expect(Number(row('paths')[0])).toBeCloseTo(Number(row('delta')[0]), 12);
  expect(byPath.all).toBeGreaterThan(byDelta.all);
  expect(root.textContent).toContain('that is what it saves');
});

test('says which layer mixes its row, and lists no paths through it', () => {
  manualSeed(1);
  const model = new Sequential(new Linear(2, 2), new Softmax(), new Linear(2, 1));
  const trace = record(model, { input: [[1, 2]], target: [[1]], loss: new MSELoss() });
  const { root, rows } = show(new StepperModel(trace));
  expect(rows).toEqual([]);
  expect(root.textContent).toContain('Softmax makes each of its numbers from a whole row');
});

test('lists the largest of many paths, and what they come to', () => {
  const model = new StepperModel(makeTrace({ ...usual, widths: [2, 4, 12, 9] }));
  const { paths, rows, root } = show(model);
  expect(paths.count).toBe(108n);
  expect(rows.length).toBe(paths.paths.length);
  expect(rows.length).toBeLessThan(108);
  expect(root.textContent).toContain(`… ${108 - rows.length} more paths: these are the largest.`);
  // Of an incomplete list, the sum is not the gradient.
  expect(root.querySelector('tr[data-way=paths] td')!.textContent).toBe('…');
});
