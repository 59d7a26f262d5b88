/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { spreadStrip } from '../../../src/views/graph/spreadStrip';

const strip = (values: number[], low: number, high: number): SVGElement =>
  spreadStrip({ values, low, high }, 25, 4, english);
const pathOf = (group: SVGElement, name: string): string =>
  group.querySelector(`.${name}`)!.getAttribute('d')!;

test('draws a tick for each sample at its place on the column’s scale', () => {
  const group = strip([0, 1, 4], 0, 4);
  // ±0.64 of the radius of 25 px.
  expect(pathOf(group, 'sg-spread-ticks')).toBe('M-16.0,-9V0M-8.0,-9V0M16.0,-9V0');
  expect(pathOf(group, 'sg-spread-line')).toBe('M-16,0H16');
  expect(group.getAttribute('transform')).toBe('translate(0,15.5)');
  expect(group.querySelector('title')!.textContent).toMatch(/^3 samples, from 0 to 4; mean 1\.66/);
});

test('puts all ticks at the left where all numbers of the column are the same', () =>
  expect(pathOf(strip([2, 2], 2, 2), 'sg-spread-ticks')).toBe('M-16.0,-9V0M-16.0,-9V0'));

test('draws no tick for NaN or an infinite number, but counts the sample', () => {
  const group = strip([NaN, 1, -Infinity], 0, 2);
  expect(pathOf(group, 'sg-spread-ticks')).toBe('M0.0,-9V0');
  expect(group.textContent).toContain('3 samples, from 1 to 1');
});

test('draws ticks for 40 samples, and a histogram for 41', () => {
  expect(strip(Array<number>(40).fill(1), 0, 2).querySelector('.sg-spread-ticks')).not.toBeNull();
  const group = strip(Array<number>(41).fill(1), 0, 2);
  expect(group.querySelector('.sg-spread-ticks')).toBeNull();
  expect(group.querySelector('.sg-spread-bars')).not.toBeNull();
});

test('draws 15 bins with heights by their counts, the fullest 9 px high', () => {
  // 30 numbers in the first bin, 15 in the last, none between.
  const values = [...Array<number>(30).fill(0.5), ...Array<number>(15).fill(14.5)];
  const path = pathOf(strip(values, 0, 15), 'sg-spread-bars');
  const bars = path.split('Z').filter(Boolean);
  expect(bars).toHaveLength(2);
  const numbers = bars.map(bar => bar.match(/-?[\d.]+/g)!.map(Number));
  const width = 32 / 15;
  const expected = [
    [-16, 0, -9, -16 + width, 9],
    [16 - width, 0, -4.5, 16, 4.5]
  ];
  numbers.forEach((bar, i) => bar.forEach((x, at) => expect(x).toBeCloseTo(expected[i][at], 9)));
});
