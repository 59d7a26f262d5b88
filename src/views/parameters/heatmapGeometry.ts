/** A matrix of numbers with their addresses, to be drawn as a heatmap. */
export interface HeatmapMatrix {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
  /** The address of a number; left out if the numbers have none. */
  ref?(row: number, column: number): string;
}

/** A cell of a heatmap, counted from 0. */
export interface HeatmapCell {
  row: number;
  column: number;
}

/** One number per pixel of a picture, row by row. */
export interface Pixels {
  width: number;
  height: number;
  values: Float64Array;
}

const largest = new WeakMap<HeatmapMatrix, number>();

/** The largest finite |x| of a matrix: the end of its scale. Cached per matrix. */
export function largestOf(matrix: HeatmapMatrix): number {
  let most = largest.get(matrix);
  if (most === undefined) {
    most = 0;
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const size = Math.abs(matrix.at(row, column));
        most = size < Infinity ? Math.max(most, size) : most;
      }
    }
    largest.set(matrix, most);
  }
  return most;
}

/** The power of ten that all written numbers of a heatmap are divided by; 0 unless they are very small or large. */
export function powerOf(largest: number): number {
  const isUsual = largest === 0 || (largest >= 0.01 && largest < 1e4);
  return isUsual ? 0 : Math.max(-300, Math.floor(Math.log10(largest)));
}

/**
 * A pixel per number if the picture has room. Otherwise a pixel shows the number with the largest |x| among those it
 * covers, so that outliers stay visible; NaN takes precedence.
 */
export function pixelsOf(matrix: HeatmapMatrix, width: number, height: number): Pixels {
  const [w, t] = [Math.max(1, Math.min(width, matrix.columns)), Math.max(1, Math.min(height, matrix.rows))];
  const values = new Float64Array(w * t);
  const xs = Int32Array.from({ length: matrix.columns }, (_, column) =>
    Math.floor((column * w) / matrix.columns)
  );
  for (let row = 0; row < matrix.rows; row++) {
    const y = Math.floor((row * t) / matrix.rows) * w;
    for (let column = 0; column < matrix.columns; column++) {
      const x = matrix.at(row, column);
      const i = y + xs[column];
      if (Number.isNaN(x) || Math.abs(x) > Math.abs(values[i])) {
        values[i] = x;
      }
    }
  }
  return { width: w, height: t, values };
}

/** The cell at a point of the picture. @param x from 0 (left) to 1 @param y from 0 (top) to 1 */
export function cellAt({ rows, columns }: HeatmapMatrix, x: number, y: number): HeatmapCell {
  const at = (part: number, length: number): number =>
    Math.max(0, Math.min(length - 1, Math.floor(part * length)));
  return { row: at(y, rows), column: at(x, columns) };
}
