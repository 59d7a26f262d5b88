import { ELU, GELU, LeakyReLU, ReLU, Sigmoid, SiLU, Softplus, Tanh } from '../../../src/engine';
import {
  curveOf,
  isSmooth,
  rangeOf,
  slopeAt,
  stateOf,
  tangentOf
} from '../../../src/views/lenses/activationCurve';

const sigmoid = new Sigmoid();

test('draws the tangent through its point, with the slope and a constant length', () => {
  const unit = { x: 20, y: 90 };
  for (const z of [-6, -0.3, 0, 2, 9]) {
    const a = sigmoid.value(z);
    const slope = slopeAt(sigmoid, z);
    const [from, to] = tangentOf([z, a], slope, unit, 50);
    expect((to[1] - from[1]) / (to[0] - from[0])).toBeCloseTo(a * (1 - a), 12);
    expect((from[0] + to[0]) / 2).toBeCloseTo(z, 12);
    expect((from[1] + to[1]) / 2).toBeCloseTo(a, 12);
    expect(Math.hypot((to[0] - from[0]) * unit.x, (to[1] - from[1]) * unit.y)).toBeCloseTo(100, 9);
  }
});

test('covers every finite z, and −4 to 4', () => {
  const [from, to] = rangeOf([12, NaN, -1, Infinity]);
  expect(from).toBeLessThanOrEqual(-4);
  expect(to).toBeGreaterThanOrEqual(12);
  expect(to).toBeLessThan(13);
});

test('draws the function, including its corner at 0', () => {
  const relu = new ReLU();
  const curve = curveOf(relu, [-5, 7]);
  expect(curve.find(([z]) => z === 0)).toEqual([0, 0]);
  expect(curve.every(([z, a]) => a === relu.value(z))).toBe(true);
  expect(curve.every(([z], i) => i === 0 || z >= curve[i - 1][0])).toBe(true);
});

test('finds corners, and no others', () => {
  expect([new ReLU(), new LeakyReLU(), new ELU({ alpha: 2 })].map(isSmooth)).toEqual([false, false, false]);
  const smooth = [sigmoid, new Tanh(), new GELU(), new SiLU(), new Softplus(), new ELU()];
  expect(smooth.map(isSmooth)).toEqual(smooth.map(() => true));
});

test.each([
  [sigmoid, 0, [0], 'open'],
  [sigmoid, 5.8, [5.8, 0], 'saturated'],
  [sigmoid, -5.8, [-5.8], 'saturated'],
  [sigmoid, 40, [40, 0], 'saturated'],
  [new Tanh(), 4, [4], 'saturated'],
  [new Tanh(), 1, [1], 'open'],
  // GELU and SiLU turn left of 0: their slope is 0 there, but they are not flat.
  [new GELU(), -0.7517915, [-0.75], 'open'],
  [new SiLU(), -1.278464, [-1.28], 'open'],
  [new GELU(), -6, [-6, 1], 'saturated'],
  [new LeakyReLU(), -3, [-3], 'open'],
  [new ReLU(), 2, [2], 'open'],
  [new ReLU(), -2, [-2, 1], 'off'],
  [new ReLU(), -2, [-2, -1, 0], 'dead'],
  [new ReLU(), 0, [0], 'dead']
] as const)('%s at %p, samples at %p: %s', (f, z, zs, state) => {
  expect(stateOf(f, z, zs)).toBe(state);
});
