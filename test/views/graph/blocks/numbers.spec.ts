/** @jest-environment jsdom */
import {
  BatchNorm1d,
  Dropout,
  Embedding,
  FeedForward,
  Flatten,
  GELU,
  LayerNorm,
  Linear,
  RMSNorm,
  Residual,
  SiLU,
  Softmax,
  manualSeed
} from '../../../../src/engine';
import { Trace, decodeTensor } from '../../../../src/trace';
import { cells, draw, goTo, traceOf, valueOf } from './drawn';

const param = (trace: Trace, name: string): number[] =>
  Array.from(decodeTensor(trace.iterations[0].params.find(each => each.name === name)!.value).data);

/** x Wᵀ + b, by hand. */
const affine = (trace: Trace, name: string, x: number[]): number[] => {
  const [w, b] = [param(trace, `${name}.weight`), param(trace, `${name}.bias`)];
  return b.map((bias, i) => x.reduce((sum, each, k) => sum + each * w[i * x.length + k], bias));
};

const close = (actual: number[], expected: number[]): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((each, i) => expect(each).toBeCloseTo(expected[i], 10));
};
const x = [1, 2, -0.5];
beforeEach(() => void manualSeed(3));

test('a FeedForward shows u and h of every hidden unit, at its step and not before', () => {
  const trace = traceOf({ in: new Linear(3, 3), ff: new FeedForward(3, 4) }, [x]);
  const { model, root } = draw(trace, 1000, { granularity: 'operation' });
  expect(cells(root, 0)).toEqual([]);
  goTo(model, 'ff', 'activation');
  const u = affine(trace, 'ff.linear1', affine(trace, 'in', x));
  close(cells(root, 0, '.sg-node-sum'), u);
  const h = u.map(each => new GELU().value(each));
  close(cells(root, 0), h);
  close(cells(root, 1), affine(trace, 'ff.linear2', h).slice(0, 1));
  model.goTo(model.stepIndex + 4);
  close(cells(root, 1), affine(trace, 'ff.linear2', h));
});

test('each line of a FeedForward is a weight of its, strong if the step asks for it', () => {
  const trace = traceOf({ ff: new FeedForward(3, 4), out: new Linear(3, 1) }, [x]);
  const { model, root } = draw(trace);
  goTo(model, 'ff', 'activation');
  for (const [name, shape] of [
    ['linear1', [4, 3]],
    ['linear2', [3, 4]]
  ] as const) {
    const lines = Array.from(root.querySelectorAll(`.sg-block [data-ref*="ff.${name}.weight"]`));
    const byRef = new Map(lines.map(line => [line.getAttribute('data-ref'), valueOf(line)]));
    const expected = param(trace, `ff.${name}.weight`).map((value, i): [string, number] => [
      `ff.${name}.weight[${Math.floor(i / shape[1])},${i % shape[1]}]`,
      value
    ]);
    expect(byRef).toEqual(new Map(expected));
    lines.forEach(line => expect(line.matches('.sg-negative')).toBe(valueOf(line) < 0));
  }
  const strong = Array.from(
    root.querySelectorAll('.sg-block .sg-active:not(.sg-passed)[data-ref*=weight]'),
    line => line.getAttribute('data-ref')
  );
  expect(new Set(strong)).toEqual(new Set([0, 1, 2, 3].map(k => `ff.linear2.weight[0,${k}]`)));
});

test('in the backward pass a FeedForward shows δ, then the gradient of every weight', () => {
  const trace = traceOf({ ff: new FeedForward(3, 4), out: new Linear(3, 1) }, [x, [0.5, 0.1, 2]]);
  const { model, root } = draw(trace, 1000, { sample: 1 });
  goTo(model, 'ff', 'slope');
  const delta = Array.from(root.querySelectorAll('[data-cell^="0/"] .sg-node-delta [data-value]'), valueOf);
  expect(delta).toHaveLength(4);
  expect(root.querySelectorAll('.sg-block [data-ref*="weight"]:is(.sg-positive, .sg-negative)')).toHaveLength(
    0
  );
  goTo(model, 'ff', 'own');
  const { params } = trace.iterations[0].backward.find(({ layer }) => layer === 'ff')!;
  const gradient = decodeTensor(params.find(({ name }) => name === 'ff.linear1.bias')!.grad).data;
  model.sample = 0;
  const first = Array.from(root.querySelectorAll('[data-cell^="0/"] .sg-node-delta [data-value]'), valueOf);
  close(
    delta.map((each, i) => each + first[i]),
    Array.from(gradient)
  );
  expect(root.querySelectorAll('.sg-block [data-ref*="weight"]:is(.sg-positive, .sg-negative)')).toHaveLength(
    24
  );
});

test('SwiGLU has two arms that meet in ⊙', () => {
  const trace = traceOf({ ff: new FeedForward(3, 4, { activation: 'swiglu' }) }, [x]);
  const { model, root } = draw(trace);
  goTo(model, 'ff', 'activation');
  const gate = affine(trace, 'ff.w1', x).map(each => new SiLU().value(each));
  const up = affine(trace, 'ff.w3', x);
  close(cells(root, 0), gate);
  close(cells(root, 1), up);
  close(
    cells(root, 2),
    gate.map((each, i) => each * up[i])
  );
  const signs = Array.from(root.querySelectorAll('.sg-block-cells title'), ({ textContent }) => textContent);
  expect(signs.filter(text => text === '⊙')).toHaveLength(4);
});

test('a Residual names both ways, whose sum is the output, and in the backward pass the gradient', () => {
  const trace = traceOf({ res: new Residual(new FeedForward(3, 4)), out: new Linear(3, 1) }, [x]);
  const { model, root } = draw(trace, 1300);
  const ways = (): number[] =>
    ['around', 'through'].map(part => valueOf(root.querySelector(`[data-part=${part}]`)!));
  goTo(model, 'res', 'activation');
  const [forward] = trace.iterations[0].forward;
  expect(ways()[0]).toBe(x[0]);
  close([ways()[0] + ways()[1]], [decodeTensor(forward.output).data[0]]);
  goTo(model, 'res', 'slope');
  const back = trace.iterations[0].backward.find(({ layer }) => layer === 'res')!;
  expect(ways()[0]).toBe(decodeTensor(back.gradOutput).data[0]);
  close([ways()[0] + ways()[1]], [decodeTensor(back.gradInput).data[0]]);
});

test('a LayerNorm shows the mean and the spread of the sample’s row, a RMSNorm its size', () => {
  const rows = [x, [4, 0, 1]];
  const trace = traceOf({ norm: new LayerNorm(3), rms: new RMSNorm(3), out: new Linear(3, 1) }, rows);
  const { model, root } = draw(trace, 1300);
  const part = (block: string, name: string): number => {
    const parts = Array.from(root.querySelectorAll(`[data-block=${block}] [data-part]`));
    return valueOf(parts.find(each => each.getAttribute('data-part') === name)!);
  };
  goTo(model, 'rms', 'activation');
  for (const [sample, row] of rows.entries()) {
    model.sample = sample;
    const mean = (row[0] + row[1] + row[2]) / 3;
    const variance = row.reduce((sum, each) => sum + (each - mean) ** 2 / 3, 0);
    close([part('norm', 'μ'), part('norm', '√(σ² + ε)')], [mean, Math.sqrt(variance + 1e-5)]);
    const normal = row.map(each => (each - mean) / Math.sqrt(variance + 1e-5));
    close(
      [part('rms', 'RMS')],
      [Math.sqrt(normal.reduce((sum, each) => sum + (each * each) / 3, 0) + Number.EPSILON)]
    );
  }
});

test('a BatchNorm1d shows each feature’s mean and spread over the batch', () => {
  const rows = [[1, 4], [3, 4.5], [8, 2]]; // prettier-ignore
  const trace = traceOf({ norm: new BatchNorm1d(2), out: new Linear(2, 1) }, rows);
  const { model, root } = draw(trace);
  goTo(model, 'norm', 'activation');
  const shown = Array.from(root.querySelectorAll('[data-part]'), part => [
    part.getAttribute('data-part'),
    valueOf(part)
  ]);
  const [names, values] = [shown.map(([name]) => name), shown.map(([, value]) => Number(value))];
  expect(names).toEqual(['μ₁', '√(σ²₁ + ε)', 'μ₂', '√(σ²₂ + ε)']);
  const spread = (...x: number[]): number =>
    Math.sqrt(x.reduce((sum, each) => sum + (each * each) / 3, 0) + 1e-5);
  close(values, [4, spread(-3, -1, 4), 3.5, spread(0.5, 1, -1.5)]);
});

test('a Softmax inside a network shows shares of 1, each with its bar', () => {
  const trace = traceOf({ in: new Linear(3, 3), share: new Softmax(), out: new Linear(3, 1) }, [x]);
  const { model, root } = draw(trace, 1000);
  goTo(model, 'out', 'z');
  const powers = affine(trace, 'in', x).map(Math.exp);
  const total = powers.reduce((sum, each) => sum + each, 0);
  close(cells(root, 0), powers.map(each => each / total)); // prettier-ignore
  const bars = Array.from(root.querySelectorAll('.sg-share'), bar =>
    Number(bar.getAttribute('d')!.split('h')[1])
  );
  close(bars, powers.map(each => (20 * each) / total)); // prettier-ignore
});

test('a folded Residual keeps its arc and the numbers of both ways', () => {
  const trace = traceOf({ res: new Residual(new FeedForward(3, 4)), out: new Linear(3, 1) }, [x]);
  const { model, root } = draw(trace, 1300, { folds: new Map([['res', false]]) });
  goTo(model, 'res', 'activation');
  expect(root.querySelectorAll('.sg-arc')).toHaveLength(1);
  expect(root.querySelectorAll('[data-part]')).toHaveLength(2);
});

test('layers inside are computed once for all steps and samples of a pass', () => {
  const trace = traceOf({ res: new Residual(new FeedForward(3, 4)), out: new Linear(3, 1) }, [x, [1, 1, 1]]);
  const { model } = draw(trace, 1300);
  const forward = jest.spyOn(FeedForward.prototype, 'forward');
  goTo(model, 'out', 'z');
  model.sample = 1;
  expect(forward).not.toHaveBeenCalled();
  model.edit('input[0,0]', 3);
  expect(forward).toHaveBeenCalled();
  forward.mockRestore();
});

test('a Dropout crosses out what it drops, of this sample', () => {
  const trace = traceOf({ in: new Linear(3, 8), drop: new Dropout({ p: 0.5 }), out: new Linear(8, 1) }, [
    x,
    [1, 1, 1]
  ]);
  const { model, root } = draw(trace, 1300);
  goTo(model, 'out', 'z');
  const mask = decodeTensor(trace.iterations[0].forward[1].masks![0].value).data;
  for (const sample of [0, 1]) {
    model.sample = sample;
    const crossed = Array.from(
      root.querySelectorAll('[data-cell]'),
      cell => cell.querySelector('.sg-cross') !== null
    );
    expect(crossed).toEqual(Array.from(mask.subarray(8 * sample, 8 * sample + 8), each => each === 0));
  }
});

test('an Embedding takes the row of the sample’s index out of its table', () => {
  const trace = traceOf({ words: new Embedding(12, 2), join: new Flatten(), out: new Linear(2, 2) }, [
    [7],
    [0]
  ]);
  const { model, root } = draw(trace);
  const chosen = (): (string | null)[] =>
    Array.from(root.querySelectorAll('.sg-chosen'), row => row.getAttribute('data-row'));
  goTo(model, 'words', 'activation');
  expect(chosen()).toEqual(['7']);
  model.sample = 1;
  expect(chosen()).toEqual(['0']);
});

test('Enter on its button folds a block, and opens it again; the model keeps it', () => {
  const { model, root } = draw(traceOf({ ff: new FeedForward(3, 4) }, [x]));
  const button = (): SVGElement => root.querySelector<SVGElement>('[data-link="block ff"]')!;
  const press = (): void =>
    void button().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  const state = (): unknown[] => [
    button().getAttribute('aria-expanded'),
    button().getAttribute('aria-label'),
    root.querySelectorAll('[data-cell]').length,
    model.kept.folds.get('ff')
  ];
  expect(state()).toEqual(['true', 'fold FeedForward 3 → 4 → 3', 4, undefined]);
  button().focus();
  press();
  expect(state()).toEqual(['false', 'open FeedForward 3 → 4 → 3', 1, false]);
  expect(document.activeElement).toBe(button());
  press();
  expect(state()).toEqual(['true', 'fold FeedForward 3 → 4 → 3', 4, true]);
});
