/** Where the parts of a network stand: pure geometry, from sizes to places. */

/** A row of units as it is drawn: which of them, and where one says that more are left out. */
export interface Column {
  /** The units that are drawn, in order; `null` stands for those that are not. */
  rows: (number | null)[];
  hidden: number;
  x: number;
  y: number[];
}

export interface Layout {
  width: number;
  height: number;
  /** Inputs, each row of neurons, the loss. */
  columns: Column[];
  radius: number;
}

/** More units than this are folded. */
export const MAX_ROWS = 8;
const ROW = 58;
const COLUMN = 104;
const RADIUS = 23;

/**
 * The units of a row that are drawn: all of a narrow one; of a wide one the first, those that are looked at,
 * and the last, with a gap.
 */
export function visibleUnits(units: number, active: readonly number[]): (number | null)[] {
  if (units <= MAX_ROWS) {
    return Array.from({ length: units }, (_, i) => i);
  }
  const room = MAX_ROWS - 1;
  const wanted = new Set<number>([...active.slice(0, room - 2), 0, units - 1]);
  for (let i = 1; wanted.size < room; i++) {
    wanted.add(i);
  }
  const shown = [...wanted].sort((a, b) => a - b);
  // The gap stands where most are missing.
  let widest = 1;
  shown.forEach((unit, i) => {
    if (i > 0 && unit - shown[i - 1] > shown[widest] - shown[widest - 1]) {
      widest = i;
    }
  });
  return [...shown.slice(0, widest), null, ...shown.slice(widest)];
}

/**
 * Lays a network out from left to right.
 * @param widths the number of inputs, then of units of each row
 * @param active the units of each that are looked at
 * @param width the room there is, in px; a deep network takes more, and scrolls
 * @param loss whether a loss stands at the end
 */
export function layoutNetwork(widths: number[], active: number[][], width: number, loss = true): Layout {
  const rows = widths.map((units, i) => visibleUnits(units, active[i] ?? []));
  const count = rows.length + (loss ? 1 : 0);
  const left = 96;
  const right = 44;
  const total = Math.max(width, left + right + (count - 1) * COLUMN);
  const tallest = Math.max(2.4, ...rows.map(({ length }) => length));
  const height = Math.round(tallest * ROW + 36);
  const step = count > 1 ? (total - left - right) / (count - 1) : 0;
  const place = (list: (number | null)[], i: number): Column => ({
    rows: list,
    hidden: i < widths.length ? widths[i] - list.filter(unit => unit !== null).length : 0,
    x: Math.round(left + i * step),
    y: list.map((_, row) => Math.round(height / 2 + (row - (list.length - 1) / 2) * ROW))
  });
  const columns = rows.map(place);
  if (loss) {
    columns.push(place([0], rows.length));
  }
  return { width: Math.round(total), height, columns, radius: RADIUS };
}

/** Where a unit stands; null for one that is folded away. */
export function placeOf(layout: Layout, column: number, unit: number): { x: number; y: number } | null {
  const { rows, x, y } = layout.columns[column];
  const row = rows.indexOf(unit);
  return row < 0 ? null : { x, y: y[row] };
}
