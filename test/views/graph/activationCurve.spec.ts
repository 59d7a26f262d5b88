import { PReLU, ReLU, Sigmoid, Tensor } from '../../../src/engine';
import { activationCurve } from '../../../src/views/graph/activationCurve';

const sums = (...data: number[]): Tensor => new Tensor([1, data.length], Float64Array.from(data));

test('follows the function from the negative to the positive end', () => {
  const f = new Sigmoid();
  const { points, z } = activationCurve(f, 0, sums(0.5, -1));
  expect(z).toEqual([-3, 3]);
  expect([points[0][0], points[points.length - 1][0]]).toEqual([-3, 3]);
  expect(points.every(([at, a]) => a === f.value(at))).toBe(true);
  expect(points.some(([at]) => at === 0)).toBe(true);
});

test('reaches every z of the row, and contains 0', () => {
  const { z, a } = activationCurve(new ReLU(), 0, sums(2, -7.5, NaN, Infinity));
  expect(z).toEqual([-7.5, 7.5]);
  expect(a).toEqual([0, 7.5]);
});

test('is the same object for the same function and reach', () => {
  const f = new Sigmoid();
  expect(activationCurve(f, 0, sums(1))).toBe(activationCurve(f, 1, sums(2)));
  expect(activationCurve(f, 0, sums(1))).not.toBe(activationCurve(f, 0, sums(4)));
});

test('is each unit’s own for an activation with a parameter for each', () => {
  const f = new PReLU({ numParameters: 2 });
  f.weight.data.set([0.5, -0.25]);
  const low = (unit: number): number => activationCurve(f, unit, sums(1, 1)).points[0][1];
  expect([low(0), low(1)]).toEqual([-1.5, 0.75]);
});
