import * as fc from 'fast-check';
import { layoutNetwork } from '../../../src/derivation/graphLayout';
import { STACKED, UnitLayout, WIDE, unitLayout } from '../../../src/views/graph/unitLayout';

/** A network whose hidden units and outputs are neurons, with a loss. */
const layoutOf = (widths: number[], width: number): UnitLayout =>
  unitLayout(
    layoutNetwork(
      widths,
      widths.map(() => []),
      width,
      34
    ),
    column => (column > 0 && column < widths.length ? 'neurons' : 'circles')
  );

/** The free room between neighbouring columns, in px. */
const gapsOf = ({ columns }: UnitLayout): number[] =>
  columns.slice(1).map(({ x, half }, i) => x - half - columns[i].x - columns[i].half);

test.each([
  ['wide', [2, 3, 1], 713],
  ['wide', [4, 8, 3], 713],
  ['stacked', [2, 3, 1], 480],
  ['plain', [2, 3, 1], 300],
  ['plain', [4, 8, 3], 480],
  ['plain', [2, 6, 6, 6, 1], 713]
])('draws neurons %s in a network of %j and %i px', (form, widths, width) => {
  expect(layoutOf(widths, width).form).toBe(form);
});

test('gives each column its half width', () => {
  const halves = (width: number): number[] => layoutOf([2, 3, 1], width).columns.map(({ half }) => half);
  expect(halves(713)).toEqual([25, WIDE.half, WIDE.half, 25]);
  expect(halves(480)).toEqual([25, STACKED.half, STACKED.half, 25]);
  expect(new Set(halves(300)).size).toBe(1);
});

test('leaves circles where they were', () => {
  const circles = layoutNetwork([2, 3, 1], [[], [], []], 713, 34);
  const { form: _form, plan: _plan, ...layout } = unitLayout(circles, () => 'circles');
  const columns = layout.columns.map(({ enter: _enter, leave: _leave, ...column }) => column);
  expect({ ...layout, columns }).toEqual(circles);
});

test('leaves equal gaps between columns, within the width of the circles', () => {
  const networks = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(networks, fc.integer({ min: 250, max: 1400 }), (widths, width) => {
      const layout = layoutOf(widths, width);
      const gaps = gapsOf(layout);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(2);
      expect(Math.min(...gaps)).toBeGreaterThan(10);
      const last = layout.columns[widths.length];
      expect(last.x + last.half).toBeLessThanOrEqual(layout.width);
    })
  );
});
