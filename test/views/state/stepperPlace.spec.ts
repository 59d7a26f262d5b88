import { PACES, clampIndex, validPace } from '../../../src/views/state/stepperPlace';

test('clamps an index to the length', () => {
  expect([-5, 0, 3, 4, 99].map(i => clampIndex(i, 5))).toEqual([0, 0, 3, 4, 4]);
});

test('replaces an index that is not an integer by 0', () => {
  expect([1.5, NaN, Infinity].map(i => clampIndex(i, 5))).toEqual([0, 0, 0]);
});

test('keeps a pace that can be chosen and replaces any other by the default', () => {
  expect(PACES.map(validPace)).toEqual(PACES);
  expect([undefined, NaN, 0, 401].map(validPace)).toEqual([800, 800, 800, 800]);
  expect(PACES).toContain(validPace());
});
