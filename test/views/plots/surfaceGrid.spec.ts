import {
  BCELoss,
  Dropout,
  Linear,
  MSELoss,
  Module,
  ReLU,
  Sequential,
  Sigmoid,
  Softmax,
  Tanh,
  Tensor,
  manualSeed
} from '../../../src/engine';
import { Trace, record, rerun } from '../../../src/trace';
import {
  inputDomain,
  isDrawable,
  shadesOf,
  surfaceOf,
  valuesOf,
  winners
} from '../../../src/views/plots/surfaceGrid';

const input = [
  [0.5, -1.2],
  [0, 3],
  [2, 1]
];
const target = [[1], [0], [1]];

function made(): { model: Sequential; trace: Trace } {
  manualSeed(0);
  const model = new Sequential(
    new Linear(2, 4),
    new Tanh(),
    new Dropout({ p: 0.5 }),
    new Linear(4, 1),
    new Sigmoid()
  );
  return { model, trace: record(model, { input, target, loss: new BCELoss() }) };
}

test('computes every cell at its centre, without dropout', () => {
  const { model, trace } = made();
  const grid = surfaceOf(trace, 0)!;
  const { n, domain } = grid;
  const values = valuesOf(grid, 4, 0);
  expect(values).toHaveLength(n * n);
  model.eval();
  for (const [row, column] of [
    [0, 0],
    [0, n - 1],
    [7, 20],
    [n - 1, 3]
  ]) {
    const [x, y] = domain;
    const at = [
      x[0] + ((x[1] - x[0]) * (column + 0.5)) / n,
      // The first row is the top one.
      y[1] - ((y[1] - y[0]) * (row + 0.5)) / n
    ];
    expect(values[row * n + column]).toBeCloseTo(model.forward([at]).data[0], 14);
  }
});

test('computes a grid again only for other weights', () => {
  manualSeed(0);
  const model = new Sequential({ linear: new Linear(2, 1), sigmoid: new Sigmoid() });
  const trace = record(model, { input, target, loss: new BCELoss() });
  const grid = surfaceOf(trace, 0)!;
  expect(surfaceOf(trace, 0)).toBe(grid);
  const edited = surfaceOf(rerun(trace, new Map([['linear.weight[0,0]', 5]])), 0)!;
  expect(Array.from(valuesOf(edited, 1, 0))).not.toEqual(Array.from(valuesOf(grid, 1, 0)));
});

test('keeps the range while a sample moves inside it, and grows it otherwise', () => {
  const { trace } = made();
  const domain = inputDomain(trace);
  input.forEach(at => at.forEach((x, k) => expect(x > domain[k][0] && x < domain[k][1]).toBe(true)));
  const moved = (x: number): Trace => ({
    ...trace,
    data: { ...trace.data, input: { shape: [1, 2], data: [x, 0] } }
  });
  expect(inputDomain(moved(1))).toEqual(domain);
  expect(inputDomain(moved(100))[0][1]).toBeGreaterThanOrEqual(100);
});

test('gives a single sample a range', () => {
  const model = new Sequential(new Linear(1, 1));
  const trace = record(model, { input: [[7]], target: [[1]], loss: new MSELoss() });
  const [[from, to]] = inputDomain(trace);
  expect(from).toBeLessThan(7);
  expect(to).toBeGreaterThan(7);
  const grid = surfaceOf(trace, 0)!;
  expect(valuesOf(grid, 0, 0)[0]).toBe(model.forward([[from]]).data[0]);
});

test('returns null for a learner’s own layer and for more than two inputs', () => {
  class Own extends Module {
    forward(x: Tensor): Tensor {
      return x;
    }
    backward(g: Tensor): Tensor {
      return g;
    }
  }
  const own = record(new Sequential(new Own(), new Linear(2, 1)), { input, target, loss: new MSELoss() });
  expect(surfaceOf(own, 0)).toBeNull();
  const wide = record(new Sequential(new Linear(3, 1)), {
    input: [[1, 2, 3]],
    target: [[1]],
    loss: new MSELoss()
  });
  expect(isDrawable(wide)).toBe(false);
  expect(isDrawable(own)).toBe(true);
});

test('shades between the bounds of a bounded function, else around 0', () => {
  const values = Float64Array.of(-3, 2);
  expect(shadesOf(new Sigmoid(), values)).toEqual({ middle: 0.5, reach: 0.5 });
  expect(shadesOf(new Tanh(), values)).toEqual({ middle: 0, reach: 1 });
  expect(shadesOf(new Softmax(), values)).toEqual({ middle: 0.5, reach: 0.5 });
  expect(shadesOf(new ReLU(), values)).toEqual({ middle: 0, reach: 3 });
  expect(shadesOf(new Linear(1, 1), new Float64Array(2))).toEqual({ middle: 0, reach: 1 });
});

test('finds the winner of each cell and its lead', () => {
  const { winner, lead } = winners(
    Tensor.from([
      [1, 4, 2],
      [3, 1, 3]
    ])
  );
  expect(Array.from(winner)).toEqual([1, 0]);
  expect(Array.from(lead)).toEqual([2, 0]);
});
