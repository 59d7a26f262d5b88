/** @jest-environment jsdom */
import fc from 'fast-check';
import { ceilingOf, leavesAt, runCeiling, withPeak } from '../../../src/views/training/ceiling';
import { CurveChart } from '../../../src/views/training/curveChart';
import { Curve, needsLog } from '../../../src/views/training/curves';
import { english } from '../../../src/views/page/translate';

const curve = (ys: number[], name = 'run'): Curve => ({
  name,
  style: 'sg-hue-0',
  points: ys.map((y, x) => [x, y])
});
const falling = Array.from({ length: 200 }, (_, i) => 2 * Math.exp(-i / 40));
const exploding = Array.from({ length: 200 }, (_, i) => 2 * 1.5 ** i);

test('an exploding run leaves the chart, and the others keep their scale', () => {
  const curves = [curve(falling), curve(exploding, 'η = 2')];
  const ceiling = ceilingOf(curves);
  expect(ceiling).toBe(2);
  expect(needsLog(curves, ceiling)).toBe(false);
  expect(leavesAt(curves[0], ceiling)).toBeNull();
  expect(leavesAt(curves[1], ceiling)).toEqual({ x: 1, peak: exploding[199] });
  expect(withPeak(curves[1], ceiling, 3, english).name).toMatch(/^η = 2 ▲ up to 2\.\d+×10³⁵$/);
});

test('runs that all explode are shown whole, and so is a run that ends at NaN or is only ten times worse', () => {
  expect(ceilingOf([curve(exploding), curve(exploding)])).toBe(exploding[199]);
  expect(ceilingOf([curve(falling), curve([2, 30, 20])])).toBe(30);
  expect(ceilingOf([curve(falling), curve([2, 1e9, NaN])])).toBe(2);
  expect(ceilingOf([curve([0.05, 0.99]), curve([0.5, 0.6])])).toBe(0.99);
  // A run of which only the first, exploded epoch is finite; and one that starts high, and comes down.
  expect(ceilingOf([curve(falling), curve([7e109, NaN])])).toBe(2);
  expect(ceilingOf([curve(falling), curve([7e109])])).toBe(2);
  expect(ceilingOf([curve(falling), curve([900, 300, 5])])).toBe(900);
});

test('a single step does not flatten a run; a high start and a slow rise are no spikes', () => {
  const spiked = falling.map((y, i) => (i === 150 ? 5000 : y));
  expect(runCeiling([curve(spiked)])).toBe(4);
  expect(leavesAt(curve(spiked), 4)).toEqual({ x: 150, peak: 5000 });
  expect(runCeiling([curve(falling)])).toBe(2);
  const rising = falling.map((_, i) => 1 + i);
  expect(runCeiling([curve(rising)])).toBe(200);
  const band = falling.map((y, i): [number, number, number] => [i, y / 2, i === 7 ? 800 : y]);
  expect(runCeiling([{ ...curve(falling), band }])).toBe(4);
});

test('never hides what 98 of 100 points reach, nor a start', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 }), ys => {
      const ceiling = runCeiling([curve(ys)]);
      expect(ys.filter(y => y > ceiling).length).toBeLessThanOrEqual(Math.ceil(ys.length / 50));
      expect(ys[0]).toBeLessThanOrEqual(ceiling);
    })
  );
});

test('draws a mark where a curve leaves, and no coordinate that a browser can’t hold', () => {
  const chart = new CurveChart(200);
  const curves = [curve(falling), curve(exploding.map(y => y ** 4))];
  const ceiling = ceilingOf(curves);
  const label = 'loss';
  const content = { curves, log: false, from: 0, until: 200, xName: 'epoch', label, empty: '' };
  chart.draw({ ...content, ceiling });
  expect(chart.element.querySelectorAll('.sg-leaves')).toHaveLength(1);
  for (const path of chart.element.querySelectorAll('.sg-curve')) {
    const numbers = path
      .getAttribute('d')!
      .match(/-?[\d.]+(e[+-]?\d+)?/g)!
      .map(Number);
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThan(1e4);
  }
  chart.draw(content);
  expect(chart.element.querySelectorAll('.sg-leaves')).toHaveLength(0);
});
