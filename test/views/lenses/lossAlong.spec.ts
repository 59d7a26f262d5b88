import {
  BCELoss,
  Dropout,
  Linear,
  MSELoss,
  ReLU,
  Sequential,
  Sigmoid,
  gradcheck,
  manualSeed
} from '../../../src/engine';
import { record } from '../../../src/trace';
import { EPSILONS, LossAlong, relativeError } from '../../../src/views/lenses/lossAlong';

const input = [
  [0.5, -1.2],
  [0.1, 3]
];
const target = [[1], [0]];

function network(): Sequential {
  manualSeed(0);
  return new Sequential({
    linear1: new Linear(2, 3),
    relu: new ReLU(),
    linear2: new Linear(3, 1),
    out: new Sigmoid()
  });
}

test('takes two ε per decade from 1e-12 to 1e-1', () => {
  expect(EPSILONS).toHaveLength(23);
  expect([EPSILONS[0], EPSILONS[1], EPSILONS[14], EPSILONS[22]]).toEqual([1e-12, 3e-12, 1e-5, 1e-1]);
});

test('agrees with gradcheck for every weight, bias and input', () => {
  const model = network();
  const trace = record(model, { input, target, loss: new BCELoss() });
  const { rows } = gradcheck(model, { input, target, loss: new BCELoss(), epsilon: 3e-6 });
  expect(rows).toHaveLength(2 * 3 + 3 + 3 + 1 + 4);
  const places = new Map<string, number>();
  for (const { name, numeric } of rows) {
    const i = places.get(name) ?? 0;
    places.set(name, i + 1);
    expect(new LossAlong(trace, 0, { name, i }).difference(3e-6)).toBeCloseTo(numeric, 8);
  }
});

test('restores the moved number', () => {
  const trace = record(network(), { input, target, loss: new BCELoss() });
  const along = new LossAlong(trace, 0, { name: 'linear1.weight', i: 3 });
  const [value, loss] = [along.value, along.moved(0)];
  expect(loss).toBe(trace.iterations[0].loss);
  expect(along.moved(0.5)).not.toBe(loss);
  expect([along.value, along.moved(0)]).toEqual([value, loss]);
});

test('finds a corner between w − ε and w + ε, and its unit', () => {
  const model = network();
  // The first unit's z is 0.001 for the second sample: 0.1 w + 3 · 0 + b.
  model.namedParameters()[0][1].data.set([1, 0]);
  model.namedParameters()[1][1].data[0] = -0.099;
  const trace = record(model, { input, target, loss: new MSELoss() });
  const along = new LossAlong(trace, 0, { name: 'linear1.weight', i: 0 });
  expect(along.corner(1e-1)).toEqual({ layer: 1, unit: 0, sample: 1 });
  expect(along.corner(1e-3)).toBeNull();
  // On the corner itself, every ε meets it.
  model.namedParameters()[1][1].data[0] = -0.1;
  const on = new LossAlong(record(model, { input, target, loss: new MSELoss() }), 0, {
    name: 'linear1.bias',
    i: 0
  });
  expect(on.corner(1e-12)).toEqual({ layer: 1, unit: 0, sample: 1 });
});

test('refuses random dropout and an unknown number', () => {
  const random = new Sequential(new Linear(2, 1), new Dropout({ p: 0.5 }));
  const trace = record(random, { input, target, loss: new MSELoss() });
  // What was dropped is in the trace: it is dropped again.
  const grad = trace.iterations[0].backward[1].params[0].grad as { data: number[] };
  expect(new LossAlong(trace, 0, { name: '0.weight', i: 0 }).difference(1e-5)).toBeCloseTo(grad.data[0], 8);
  // Not so in a trace from before that was written down.
  trace.iterations[0].forward.forEach(layer => delete layer.masks);
  expect(() => new LossAlong(trace, 0, { name: '0.weight', i: 0 })).toThrow(/random/);
  const other = record(network(), { input, target, loss: new MSELoss() });
  expect(() => new LossAlong(other, 0, { name: 'linear1.weight', i: 6 })).toThrow(/no linear1.weight\[6\]/);
});

test('computes relative errors', () => {
  expect(relativeError(0, 0)).toBe(0);
  expect(relativeError(1, 0.5)).toBe(0.5);
  expect(relativeError(-1, 1)).toBe(2);
});
