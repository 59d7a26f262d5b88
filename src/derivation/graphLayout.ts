/**
 * The geometry of the network's graph: columns, nodes and their places in px. It is here, and not in views/graph,
 * because the static version draws the same graph in the kernel, which must not import the views.
 */

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
  /** From one unit of a row to the next, in px. */
  spacing: number;
}

/** The width, in px, under which graph and derivation stand one above the other. */
export const NARROW = 860;

/** More units than this are folded. */
export const MAX_ROWS = 8;
/** From one unit of a row to the next: as far as a graph of a good height allows, and as near as labels allow. */
const row = (tallest: number): number => Math.max(66, Math.min(88, 352 / tallest));
const COLUMN = 76;
const RADIUS = 25;
/** In a tall graph, where rows stand closer. */
const SMALL_RADIUS = 22;
/** The same of a small graph, whose symbols stand in its nodes. */
const SMALL = { row: 60, column: 60, radius: 20, margin: 8 };

/**
 * The units of a row that are drawn: all of a narrow one; of a wide one the first, those that are looked at,
 * and the last, with a gap.
 * @param most how many places there are, at least 4
 */
export function visibleUnits(
  units: number,
  active: readonly number[],
  most: number = MAX_ROWS
): (number | null)[] {
  if (units <= most) {
    return Array.from({ length: units }, (_, i) => i);
  }
  const room = most - 1;
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
 * @param margin what is left of the inputs, for their names
 * @param loss whether a loss stands at the end
 * @param small for a graph with nothing under its nodes: its height, and what is right of the outputs, for their
 * names
 */
export function layoutNetwork(
  widths: number[],
  active: number[][],
  width: number,
  margin: number,
  loss = true,
  small?: { height: number; right: number }
): Layout {
  const rows = widths.map((units, i) => visibleUnits(units, active[i] ?? []));
  const count = rows.length + (loss ? 1 : 0);
  const left = margin + RADIUS;
  const right = small ? small.right + RADIUS : 48;
  const total = Math.max(width, left + right + (count - 1) * (small ? SMALL.column : COLUMN));
  const tallest = Math.max(3, ...rows.map(({ length }) => length));
  const spacing = small ? Math.min(SMALL.row, (small.height - 2 * SMALL.margin) / tallest) : row(tallest);
  const height = small?.height ?? Math.round(tallest * spacing + 24);
  const radius = small ? Math.min(SMALL.radius, 0.43 * spacing) : tallest > 5 ? SMALL_RADIUS : RADIUS;
  // Under a node of a large graph stands its symbol.
  const middle = height / 2 - (small ? 0 : 4);
  const step = count > 1 ? (total - left - right) / (count - 1) : 0;
  const place = (list: (number | null)[], column: number): Column => ({
    rows: list,
    hidden: column < widths.length ? widths[column] - list.filter(unit => unit !== null).length : 0,
    x: Math.round(left + column * step),
    y: list.map((_, i) => Math.round(middle + (i - (list.length - 1) / 2) * spacing))
  });
  const columns = rows.map(place);
  if (loss) {
    columns.push(place([0], rows.length));
  }
  return { width: Math.round(total), height, columns, radius, spacing };
}

/** Where a unit stands; null for one that is folded away. */
export function placeOf(layout: Layout, column: number, unit: number): { x: number; y: number } | null {
  const { rows, x, y } = layout.columns[column];
  const row = rows.indexOf(unit);
  return row < 0 ? null : { x, y: y[row] };
}
