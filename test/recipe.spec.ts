/**
 * @jest-environment jsdom
 */
/** CONTRIBUTING's recipe: a type's file and its line in a registry are enough for everything that follows from it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { TextDecoder, TextEncoder } from 'node:util';
import { Linear, Neuron, OnnxGraph, Sequential, gradcheck, manualSeed } from '../src/engine';
import { DIGITS, english } from '../src/derivation';
import { symbolToSpeech } from '../src/derivation/print/speech';
import { evaluate, quantity } from '../src/engine/formula/expression';
import { specOf } from '../src/engine/layers/specOf';
import { layers, losses, moduleOf, optimizers, shapesOf } from '../src/engine/registry';
import { staticVersion } from '../src/kernel/staticVersion';
import { Trace, decodeTensor, readPayload, record } from '../src/trace';
import { kindOf } from '../src/views/graph/blocks/block';
import { blocks } from '../src/views/graph/blocks/registry';
import { lenses } from '../src/views/lenses';
import { Graph } from '../src/views/graph/graph';
import { stepperScene } from '../src/views/graph/stepperScene';
import { StepperModel } from '../src/views/state/stepperModel';
import { LensTabs } from '../src/views/stepper/lensTabs';
import { checkTrace } from './derivation/checkTrace';
import { WorkedLoss, WorkedOptimizer, checkWorked, missingFor } from './golden/worked';
import { Signum, SquaredHinge, Tanhshrink } from './recipe';
import { shape } from './recipe/shapeLens';
import { shrink } from './recipe/shrinkBlock';
import { roundingOf } from './rounding';

Object.assign(globalThis, { TextEncoder, TextDecoder });

beforeAll(() => {
  // As the lines in the registries and in lenses/index.ts would.
  layers.Tanhshrink = Tanhshrink;
  losses.SquaredHinge = SquaredHinge;
  optimizers.Signum = Signum;
  lenses.push(shape);
  blocks.Tanhshrink = kindOf(shrink);
});
afterAll(() => {
  delete layers.Tanhshrink;
  delete losses.SquaredHinge;
  delete optimizers.Signum;
  lenses.pop();
  delete blocks.Tanhshrink;
});

const input = [
  [0.5, -1.2],
  [2, 0.3]
];
const target = [[1], [-1]];
const network = (): Sequential => {
  manualSeed(1);
  return new Sequential({ linear1: new Linear(2, 3), shrink1: new Tanhshrink(), linear2: new Linear(3, 1) });
};

function recorded(): Trace {
  const model = network();
  const optimizer = new Signum(model.parameters(), { lr: 0.1 });
  const trace = record(model, { input, target, loss: new SquaredHinge(), optimizer, iterations: 3 });
  return JSON.parse(JSON.stringify(trace)) as Trace;
}

test('a recorded trace is read, and each of its steps is derived', () => {
  const trace = recorded();
  expect(trace.model[1]).toEqual({ name: 'shrink1', type: 'Tanhshrink' });
  expect(readPayload(trace)).toEqual({ payload: trace });
  checkTrace(trace);
});

test('the layer is made again from its spec', () => {
  const model = network();
  expect(shapesOf(specOf(model))).toEqual(model.namedParameters().map(([name, p]) => [name, p.shape]));
  const again = moduleOf(specOf(model));
  again.loadStateDict(model.stateDict());
  expect(again.forward(input)).toEqual(model.forward(input));
});

test('a neuron takes the activation by name', () => {
  const neuron = new Neuron([1], 0, 'tanhshrink' as never);
  expect(neuron.forward([2]).item()).toBe(new Tanhshrink().value(2));
});

test('the gradients pass gradcheck', () => {
  expect(gradcheck(network(), { input, target, loss: new SquaredHinge() }).passed).toBe(true);
});

test('the formulas give what is computed', () => {
  const f = new Tanhshrink();
  for (const z of [-40, -1.5, 0, 1e-3, 3, 30]) {
    const [q, a] = [quantity({ name: 'z' }, 'z', z), quantity({ name: 'a' }, 'activation', f.value(z))];
    const bound = (formula: ReturnType<typeof f.formula>): number =>
      2 * roundingOf(formula) + 4 * Number.EPSILON * Math.abs(evaluate(formula));
    const [value, slope] = [f.formula(q), f.slopeFormula(q)];
    expect(Math.abs(evaluate(value) - evaluate(a))).toBeLessThanOrEqual(bound(value));
    expect(Math.abs(evaluate(slope) - f.slope(z))).toBeLessThanOrEqual(bound(slope));
  }
});

test('the static version names the types and typesets their letters', () => {
  const version = staticVersion(recorded(), 'en', DIGITS);
  expect(version['text/html']).toContain('tanhshrink');
  expect(version['text/html']).toContain('SquaredHinge');
  expect(version['text/latex']).toContain('\\varpi');
});

test('a letter of its own is read out as its type says', () => {
  const [symbol] = new Signum([], {})
    .explain(
      {
        weight: quantity({ name: 'w' }, 'weight', 1),
        grad: quantity({ name: 'g' }, 'gradient', 2),
        before: () => undefined
      },
      { lr: 0.1, beta: 0.9 }
    )
    .map(definition => definition.symbol);
  expect(symbolToSpeech(symbol, english)).toBe('pomega');
});

test('the model is written for ONNX', () => {
  const graph = new OnnxGraph('double');
  graph.layer(network(), 'input');
  expect(graph.nodes.map(({ op }) => op)).toEqual(['MatMul', 'Add', 'Tanh', 'Sub', 'MatMul', 'Add']);
});

test('the API page lists the types in their sections', () => {
  const script = `
    import { missing } from './scripts/lib/api/check.mjs';
    import { page } from './scripts/lib/api/page.mjs';
    import { readExports } from './scripts/lib/api/read.mjs';
    const exports = readExports('test/recipe/index.ts');
    console.log(JSON.stringify({ missing: missing(exports), page: page(exports) }));`;
  const root = join(__dirname, '..');
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
  const { missing, page } = JSON.parse(printed.toString()) as { missing: string[]; page: string };
  expect(missing).toEqual([]);
  for (const [section, name] of [
    ['Activations', 'Tanhshrink'],
    ['Losses', 'SquaredHinge'],
    ['Optimisers', 'Signum']
  ]) {
    // prettier-ignore
    expect(page).toMatch(new RegExp(`\\*\\*${section}\\*\\*: .*\\[${name}\\]`));
  }
}, 120_000);

test('a type needs golden numbers, or a reference and a worked example', () => {
  expect(missingFor('Tanhshrink', Tanhshrink, false)).toBe(
    'Tanhshrink: no golden file has a case of it, and it names no reference'
  );
  expect(missingFor('Tanhshrink', Tanhshrink, true)).toBeNull();
  expect(missingFor('Signum', Signum, false)).toBe(
    'Signum: its reference is Bernstein et al., ICML 2018, but worked.ts has no example of it'
  );
  const signum: WorkedOptimizer = {
    options: { lr: 0.1, beta: 0.5 },
    start: 1,
    grads: [1, -4, 2],
    after: [0.9, 1, 0.9]
  };
  const hinge: WorkedLoss = { options: {}, output: [0.5, -2], target: [1, -1], loss: 0.125, grad: [-0.5, 0] };
  expect(missingFor('Signum', Signum, false, { Signum: signum })).toBeNull();
  checkWorked('Signum', signum);
  checkWorked('SquaredHinge', hinge);
  expect(() => checkWorked('Signum', { ...signum, after: [0.9, 1, 1.1] })).toThrow();
});

test('the lens has a tab', () => {
  const tabs = new LensTabs(new StepperModel(recorded()), english);
  expect(tabs.element.querySelector('[role=tab][data-lens=shape]')?.textContent).toBe('Shape');
});

test('the layer is drawn as a block', () => {
  const graph = new Graph(english, { node: () => undefined, edge: () => undefined });
  const trace = recorded();
  graph.draw(stepperScene(new StepperModel(trace, { step: 4 })));
  const block = graph.element.querySelector('[data-block=shrink1]')!;
  expect(block.getAttribute('aria-label')).toBe('Tanhshrink z − tanh z');
  const shown = (arm: number): number[] =>
    Array.from(block.querySelectorAll(`[data-cell^="${arm}/"] [data-value]`), number =>
      Number(number.getAttribute('data-value'))
    );
  const [linear, shrunk] = trace.iterations[0].forward.map(({ output }) => decodeTensor(output).data);
  expect([shown(0), shown(1)]).toEqual([linear, shrunk].map(numbers => Array.from(numbers.subarray(0, 3))));
});
