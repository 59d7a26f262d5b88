/**
 * Every layer, loss and optimiser of the registry, which has every exported one, is derived.
 */
import { DIGITS, Program, derive, lineToText, undrawable } from '../../src/derivation';
import * as engine from '../../src/engine';
import { Linear, Loss, Module, Optimizer, Sequential, manualSeed } from '../../src/engine';
import { layers, losses, optimizers } from '../../src/engine/registry';
import { Trace, TraceReader, readPayload, record, rerun } from '../../src/trace';
import { Half } from '../half';
import { check, checkTrace, granularities } from './checkTrace';
import { FEATURES, layersToTry, lossesToTry, optimizersToTry } from './everything';

const exported = Object.entries(engine) as [string, unknown][];
const subclasses = (base: abstract new (...args: never[]) => object, not: string[]): string[] =>
  exported
    .filter(
      ([name, value]) => typeof value === 'function' && value.prototype instanceof base && !not.includes(name)
    )
    .map(([name]) => name);

test('finds every exported type in the registry', () => {
  const abstract = ['Activation', 'RowActivation', 'Sequential', 'Neuron'];
  expect(subclasses(Module, abstract).sort()).toEqual(Object.keys(layers).sort());
  expect(subclasses(Loss, ['ClassLoss', 'ElementwiseLoss']).sort()).toEqual(Object.keys(losses).sort());
  expect(subclasses(Optimizer, []).sort()).toEqual(Object.keys(optimizers).sort());
});

const random = (samples: number, width: number, scale = 1): number[][] =>
  Array.from({ length: samples }, (_, s) =>
    Array.from({ length: width }, (_, k) => scale * Math.sin(5 * s + 3 * k + 1))
  );
const read = (trace: Trace): Trace => JSON.parse(JSON.stringify(trace)) as Trace;

/** A layer in the middle of a network, at its end, and first: the number of features, and the layers around it. */
const places: [string, number, (layer: Module) => Module[]][] = [
  ['in the middle', 2, layer => [new Linear(2, FEATURES), layer, new Linear(FEATURES, 2)]],
  ['at the end', 2, layer => [new Linear(2, FEATURES), layer]],
  ['first', FEATURES, layer => [layer, new Linear(FEATURES, 2)]]
];
const all = Object.entries(layersToTry).flatMap(([type, makers]) =>
  makers.map((make, i) => [type, i, make] as const)
);

describe.each(all.filter(([type]) => type !== 'Embedding'))('%s, %d', (_type, _i, make) => {
  it('derives rows of a sample one by one', () => {
    manualSeed(3);
    const layer = make();
    // Joins the rows: test/derivation/flatten.spec.ts.
    if (layer instanceof engine.Flatten) {
      return;
    }
    const model = new Sequential(new Linear(2, FEATURES), layer, new Linear(FEATURES, 2));
    const input = [random(2, 2), random(2, 2, 0.5)];
    const target = [random(2, 2), random(2, 2)];
    const optimizer = new engine.SGD(model.parameters(), { lr: 0.1 });
    const trace = read(record(model, { input, target, loss: new engine.MSELoss(), optimizer }));
    expect(undrawable(trace)).toBeNull();
    expect(new TraceReader(trace).samples).toBe(4);
    checkTrace(trace);
  });

  it.each(places)('%s', (place, features, around) => {
    // Several samples and iterations in one place only: a network has hundreds of lines.
    const layer = make();
    const few = layer instanceof engine.BatchNorm1d ? 2 : 1;
    const [samples, iterations] = place === 'in the middle' ? [3, 2] : [few, 1];
    manualSeed(3);
    const model = new Sequential(...around(layer));
    const input = random(samples, features, 1.5);
    const target = random(samples, model.forward(input).shape[1]);
    const optimizer = new engine.SGD(model.parameters(), { lr: 0.1 });
    const trace = read(record(model, { input, target, loss: new engine.MSELoss(), optimizer, iterations }));
    expect(undrawable(trace)).toBeNull();
    checkTrace(trace);
  });
});

// The input selects rows: the network goes through the positions one by one.
test.each([
  ['of a sample', [[3, 0, 3]], [[1, 0, 2]]],
  ['of two', [[3, 0], [1, 1]], [[1, 0], [2, 2]]] // prettier-ignore
])('an Embedding, at the positions %s', (_, input, target) => {
  manualSeed(3);
  const model = new Sequential(new engine.Embedding(5, FEATURES), new engine.GELU(), new Linear(FEATURES, 3));
  const optimizer = new engine.Adam(model.parameters());
  const loss = new engine.CrossEntropyLoss();
  const trace = read(record(model, { input, target, loss, optimizer, iterations: 2 }));
  expect(undrawable(trace)).toBeNull();
  checkTrace(trace);
});

/** A learner's own loss and optimiser, without formulas; their layer is `Half`. */
class Distance extends Loss {
  private difference = new engine.Tensor([0]);
  override forward(output: engine.TensorLike, target: engine.TensorLike): number {
    return this.shares(output, target).reduce((sum, share) => sum + share, 0);
  }
  override backward(): engine.Tensor {
    return this.difference;
  }
  override shares(output: engine.TensorLike, target: engine.TensorLike): number[] {
    const [a, y] = [engine.Tensor.from(output), engine.Tensor.from(target)];
    this.difference = new engine.Tensor(
      a.shape.slice(),
      a.data.map((each, i) => each - y.data[i])
    );
    const [samples, width] = a.shape;
    const rows = Array.from({ length: samples }, (_, s) =>
      this.difference.data.slice(s * width, (s + 1) * width)
    );
    return rows.map(row => row.reduce((sum, d) => sum + (d * d) / 2, 0));
  }
}
class Signs extends Optimizer {
  protected override check(): void {}
  protected override stepOne({ data, grad }: engine.Parameter, { lr }: { lr: number }): void {
    grad.data.forEach((g, i) => (data[i] -= lr * Math.sign(g)));
  }
  override explain(): never {
    throw new Error('Nobody can ask: it is not known where it is shown.');
  }
}

test("shows numbers and a remark for a learner's own layer, loss and optimiser", () => {
  manualSeed(3);
  const model = new Sequential(new Linear(2, 3), new Half(), new Linear(3, 2));
  const optimizer = new Signs(model.parameters(), { lr: 0.1 });
  const options = { input: random(3, 2), target: random(3, 2), loss: new Distance(), optimizer };
  const trace = read(record(model, { ...options, iterations: 2 }));
  expect(readPayload(trace)).toEqual({ payload: trace });
  const reader = new TraceReader(trace);
  const shares = [0, 1, 2].map(sample => reader.lossShare(1, sample));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(reader.loss(1), 14);
  for (const granularity of granularities) {
    const program = new Program(trace, granularity);
    const said = new Set<string>();
    for (let i = 0; i < program.length; i++) {
      const { blocks, remarks } = derive(reader, program.step(i), 2, granularity);
      expect(blocks.length).toBeGreaterThan(0);
      for (const line of blocks.flatMap(({ lines }) => lines)) {
        expect(lineToText(line, DIGITS)).not.toMatch(/undefined|NaN|\[object/);
        const [last] = line.forms.slice(-1);
        if (last && line.result.kind !== 'matrix') {
          check(last, line.result, line);
        }
      }
      remarks
        .filter(({ message }) => /your own/.test(message))
        .forEach(({ args }) => said.add(String(args[0])));
    }
    expect([...said].sort()).toEqual(['Distance', 'Half', 'Signs']);
  }
  expect(() => rerun(trace, new Map())).toThrow("Half is your own layer: it can't be computed again here.");
});

describe.each(Object.entries(lossesToTry))('%s', (_type, tried) => {
  it.each(tried.map((each, i) => [i, each] as const))('%d', (_i, { loss, end, target }) => {
    for (const samples of [1, 3]) {
      manualSeed(4);
      const model = new Sequential(new Linear(2, 3), ...end());
      const optimizer = new engine.Adam(model.parameters());
      const input = random(samples, 2);
      const targets = random(samples, 3).map(target);
      checkTrace(read(record(model, { input, target: targets, loss: loss(), optimizer })));
    }
  });
});

describe.each(Object.entries(optimizersToTry))('%s', (_type, tried) => {
  it.each(tried.map((each, i) => [i, each] as const))('%d', (_i, make) => {
    manualSeed(5);
    const model = new Sequential(new Linear(2, 2), new engine.LayerNorm(2), new Linear(2, 1));
    const options = { input: random(2, 2), target: [[1], [0]], loss: new engine.MSELoss() };
    checkTrace(read(record(model, { ...options, optimizer: make(model.parameters()), iterations: 3 })));
  });
});
