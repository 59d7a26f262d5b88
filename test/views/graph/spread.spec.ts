import { Tensor } from '../../../src/engine';
import { meanOf, spreadsOf } from '../../../src/views/graph/spread';

test('gives each unit the numbers of its column, one per sample, on the scale of all', () => {
  const spread = spreadsOf(new Tensor([3, 2], Float64Array.of(1, -5, 2, 4, 3, 0)));
  expect(spread(0)).toEqual({ values: [1, 2, 3], low: -5, high: 4 });
  expect(spread(1)).toEqual({ values: [-5, 4, 0], low: -5, high: 4 });
});

test('leaves NaN and infinite numbers out of the scale', () => {
  const spread = spreadsOf(new Tensor([2, 2], Float64Array.of(NaN, 1, Infinity, 2)));
  expect(spread(0)).toEqual({ values: [NaN, Infinity], low: 1, high: 2 });
  const none = spreadsOf(new Tensor([1, 1], Float64Array.of(NaN)));
  expect(none(0)).toEqual({ values: [NaN], low: 0, high: 0 });
});

test('computes a mean', () => expect(meanOf([1, 2, 6])).toBe(3));
