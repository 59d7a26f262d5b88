import { edgeTicks, edgeScale } from '../../../src/views/graph/edgeScale';
import { makeScene } from './scenes';

describe('the width of an edge', () => {
  test('grows from 0.8 px for 0 to 9 px for the largest number of the network', () => {
    const width = edgeScale(makeScene({ largest: 4 }));
    expect([0, 2, 4].map(width)).toEqual([0.8, 4.9, 9]);
  });

  test('stays within these bounds for a number that an edit made larger', () =>
    expect(edgeScale(makeScene({ largest: 4 }))(40)).toBe(9));

  test('is the smallest where all weights are 0', () =>
    expect(edgeScale(makeScene({ largest: 0 }))(0)).toBe(0.8));
});

describe('the ticks of the legend', () => {
  test('are round numbers up to the largest, with their widths to a tenth of a px', () => {
    expect(edgeTicks(makeScene({ largest: 4 }))).toEqual([
      [2, 4.9],
      [3, 7],
      [4, 9]
    ]);
    expect(edgeTicks(makeScene({ largest: 0.65 }))).toEqual([
      [0.2, 3.3],
      [0.4, 5.8],
      [0.6, 8.4]
    ]);
  });

  test('are at most the three largest', () => {
    for (const largest of [1e-9, 0.3, 1, 1.7, 5, 12, 1e6]) {
      const ticks = edgeTicks(makeScene({ largest }));
      expect(ticks.length).toBeLessThanOrEqual(3);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks[ticks.length - 1][0]).toBeGreaterThan(largest / 2);
      expect(ticks[ticks.length - 1][0]).toBeLessThanOrEqual(largest);
    }
    expect(edgeTicks(makeScene({ largest: 0.8 })).map(([shown]) => shown)).toEqual([0.4, 0.6, 0.8]);
  });

  test('are none where all weights are 0', () => expect(edgeTicks(makeScene({ largest: 0 }))).toEqual([]));
});
