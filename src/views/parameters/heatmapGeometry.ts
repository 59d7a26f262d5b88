/** A matrix to be drawn: its numbers, and where they came from. */
export interface HeatmapMatrix {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
  /** The address of a number; left out for numbers that have none. */
  ref?(row: number, column: number): string;
}

/** A place in a matrix, from 0. */
export interface HeatmapCell {
  row: number;
  column: number;
}

/** The numbers of a picture, row by row. */
export interface Pixels {
  width: number;
  height: number;
  values: Float64Array;
}

const largest = new WeakMap<HeatmapMatrix, number>();

/** The largest |x| of a matrix, of those that are finite: the end of its scale. */
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

/** The power of ten that is taken out of all written numbers of a picture, where they are very small or large. */
export function powerOf(largest: number): number {
  const isUsual = largest === 0 || (largest >= 0.01 && largest < 1e4);
  return isUsual ? 0 : Math.max(-300, Math.floor(Math.log10(largest)));
}

/**
 * A number a pixel: of the matrix's own size where there is room for it. Where there is not, each pixel shows
 * the largest |x| of those that it stands for, so that nothing that sticks out is lost; NaN before all.
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

/** The cell at a place of the picture, from 0 to 1 from its left and its top. */
export function cellAt({ rows, columns }: HeatmapMatrix, x: number, y: number): HeatmapCell {
  const at = (part: number, length: number): number =>
    Math.max(0, Math.min(length - 1, Math.floor(part * length)));
  return { row: at(y, rows), column: at(x, columns) };
}
