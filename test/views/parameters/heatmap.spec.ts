import * as fc from 'fast-check';
import {
  HeatmapMatrix,
  cellAt,
  largestOf,
  pixelsOf,
  powerOf
} from '../../../src/views/parameters/heatmapGeometry';

const matrixOf = (values: number[][]): HeatmapMatrix => ({
  rows: values.length,
  columns: values[0].length,
  at: (row, column) => values[row][column]
});

test('draws a pixel per number if there is room', () => {
  const matrix = matrixOf([
    [1, -2, 3],
    [4, 5, -6]
  ]);
  const { width, height, values } = pixelsOf(matrix, 300, 200);
  expect([width, height]).toEqual([3, 2]);
  expect(Array.from(values)).toEqual([1, -2, 3, 4, 5, -6]);
});

test('draws the largest |x| of several numbers with its sign, and NaN before any number', () => {
  const matrix = matrixOf([
    [1, -2, 3, 0],
    [NaN, 1, -6, 5]
  ]);
  expect(Array.from(pixelsOf(matrix, 2, 1).values)).toEqual([NaN, -6]);
  expect(Array.from(pixelsOf(matrix, 2, 2).values)).toEqual([-2, 3, NaN, -6]);
});

test('ends the scale at the largest finite number', () => {
  expect(largestOf(matrixOf([[1, -7, Infinity, NaN]]))).toBe(7);
  expect(largestOf(matrixOf([[0]]))).toBe(0);
});

test('takes the common power of ten out of small and large numbers', () => {
  expect([0, 0.01, 1.48, 9999].map(powerOf)).toEqual([0, 0, 0, 0]);
  expect([0.000457, 1e-5, 12345, 5e-324].map(powerOf)).toEqual([-4, -5, 4, -300]);
});

test('gives every pixel a cell, and finds a cell at its own middle', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (rows, columns) => {
      const matrix: HeatmapMatrix = { rows, columns, at: (row, column) => row * columns + column + 1 };
      const { values } = pixelsOf(matrix, 40, 30);
      expect(values.every(x => x > 0)).toBe(true);
      const cell = { row: rows - 1, column: columns >> 1 };
      expect(cellAt(matrix, (cell.column + 0.5) / columns, (cell.row + 0.5) / rows)).toEqual(cell);
    })
  );
  expect(cellAt({ rows: 2, columns: 3, at: () => 0 }, 1, -0.1)).toEqual({ row: 0, column: 2 });
});
