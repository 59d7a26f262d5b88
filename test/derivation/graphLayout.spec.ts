import * as fc from 'fast-check';
import { MAX_UNITS, layoutNetwork, placeOf, visibleUnits } from '../../src/derivation/graphLayout';

test('draws a narrow row whole and a wide one with a gap', () => {
  expect(visibleUnits(4, [])).toEqual([0, 1, 2, 3]);
  expect(visibleUnits(784, [400])).toEqual([0, 1, 2, 3, 4, null, 400, 783].filter((_, i) => i !== 8));
  expect(visibleUnits(784, [])).toEqual([0, 1, 2, 3, 4, 5, null, 783]);
});

test('draws every active unit, none twice, and never more than fit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.nat(999), { maxLength: 3 }),
      (units, looked) => {
        const active = looked.filter(unit => unit < units);
        const rows = visibleUnits(units, active);
        const drawn = rows.filter((unit): unit is number => unit !== null);
        expect(rows.length).toBeLessThanOrEqual(MAX_UNITS);
        expect(new Set(drawn).size).toBe(drawn.length);
        expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
        active.forEach(unit => expect(drawn).toContain(unit));
      }
    )
  );
});

test('keeps nodes apart and inside', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 300, max: 1400 }),
      (widths, width) => {
        const layout = layoutNetwork(widths, [], width, 84);
        layout.columns.forEach(({ x, y }, column) => {
          expect(x + layout.radius).toBeLessThanOrEqual(layout.width);
          y.forEach((at, row) => {
            expect(at - layout.radius).toBeGreaterThanOrEqual(0);
            expect(at + layout.radius).toBeLessThanOrEqual(layout.height);
            if (row > 0) {
              expect(at - y[row - 1]).toBeGreaterThan(2 * layout.radius);
            }
          });
          if (column > 0) {
            expect(x - layout.columns[column - 1].x).toBeGreaterThan(2 * layout.radius);
          }
        });
      }
    )
  );
});

test.each([280, 304, 396])('fits a network of three rows and its loss into %d px', width => {
  const layout = layoutNetwork([2, 4, 1], [[], [], []], width, 34);
  const { x } = layout.columns[3];
  expect(layout.width).toBe(width);
  expect(x + 34).toBeLessThanOrEqual(width);
  expect(x - layout.columns[2].x).toBeGreaterThan(2 * layout.radius + 10);
});

test('gives a small graph the height asked for, with nodes apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 300, max: 1400 }),
      (widths, width) => {
        const small = { height: 220, right: 24 };
        const { columns, radius, height, ...rest } = layoutNetwork(widths, [], width, 84, false, small);
        expect(height).toBe(220);
        columns.forEach(({ x, y }, column) => {
          expect(x + radius + small.right).toBeLessThanOrEqual(rest.width);
          y.forEach((at, row) => {
            expect(at - radius).toBeGreaterThanOrEqual(0);
            expect(at + radius).toBeLessThanOrEqual(height);
            expect(row === 0 || at - y[row - 1] > 2 * radius).toBe(true);
          });
          expect(column === 0 || x - columns[column - 1].x > 2 * radius).toBe(true);
        });
      }
    )
  );
});

test('gives a folded unit no position', () => {
  const layout = layoutNetwork([2, 100, 1], [[], [], []], 700, 84);
  expect(placeOf(layout, 1, 50)).toBeNull();
  expect(placeOf(layout, 0, 1)).not.toBeNull();
});
