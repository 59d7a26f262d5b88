/**
 * The geometry of the network's graph: columns, nodes and positions in px. It is not in views/graph, because the static
 * version draws the same graph in the kernel, which must not import the views.
 */

/** The drawn units of a row, and the position of the gap for folded units. */
export interface Column {
  /** The drawn units in order; `null` stands for the folded ones. */
  rows: (number | null)[];
  hidden: number;
  x: number;
  y: number[];
  /** Half the width of a node, in px. */
  half: number;
}

export interface Layout {
  width: number;
  height: number;
  /** The inputs, each row of neurons, the loss. */
  columns: Column[];
  radius: number;
  /** The distance between neighbouring units, in px. */
  spacing: number;
}

/** The width below which graph and derivation are stacked, in px. */
export const NARROW = 860;

/** A row of more units is folded. */
export const MAX_UNITS = 8;
/** The distance between neighbouring units, in px: what a graph of moderate height allows, at least what labels need. */
const row = (tallest: number): number => Math.max(66, Math.min(88, 352 / tallest));
const COLUMN = 76;
const RADIUS = 25;
/** The radius of a node in a tall graph, in px. */
const SMALL_RADIUS = 22;
/** The room right of the loss for its targets, in px. */
const RIGHT = 48;
/** The sizes of a graph in a narrow page, where the others would not fit, and the widest such page, in px. */
const TIGHT = { column: 56, radius: 20, right: 34, widest: 420 };
/** The sizes of a small graph, whose nodes contain their symbols, in px. */
const SMALL = { row: 60, column: 60, radius: 20, margin: 8 };

/**
 * The drawn units of a row: all units of a narrow row; of a wide row the first, the active and the last units, with a
 * gap.
 * @param most the number of places, at least 4
 */
export function visibleUnits(
  units: number,
  active: readonly number[],
  most: number = MAX_UNITS
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
  // The gap stands where the most units are missing.
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
 * @param active the active units of each row
 * @param width the available width, in px; a deep network takes more and scrolls
 * @param margin the space left of the inputs for their names, in px
 * @param loss whether a loss is drawn at the end
 * @param small for a graph without labels under its nodes: its height, and the space right of the outputs for their
 * names, in px
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
  const tight = !small && isTight(width, margin, count);
  const left = margin + (tight ? TIGHT.radius : RADIUS);
  const right = small ? small.right + RADIUS : tight ? TIGHT.right : RIGHT;
  const least = small ? SMALL.column : tight ? TIGHT.column : COLUMN;
  const total = Math.max(width, left + right + (count - 1) * least);
  const tallest = Math.max(3, ...rows.map(({ length }) => length));
  const spacing = small ? Math.min(SMALL.row, (small.height - 2 * SMALL.margin) / tallest) : row(tallest);
  const height = small?.height ?? Math.round(tallest * spacing + 24);
  const radius = small
    ? Math.min(SMALL.radius, 0.43 * spacing)
    : tight
      ? TIGHT.radius
      : tallest > 5
        ? SMALL_RADIUS
        : RADIUS;
  // In a large graph the symbol stands under its node.
  const middle = height / 2 - (small ? 0 : 4);
  const step = count > 1 ? (total - left - right) / (count - 1) : 0;
  const place = (list: (number | null)[], column: number): Column => ({
    rows: list,
    hidden: column < widths.length ? widths[column] - list.filter(unit => unit !== null).length : 0,
    x: Math.round(left + column * step),
    y: list.map((_, i) => Math.round(middle + (i - (list.length - 1) / 2) * spacing)),
    half: radius
  });
  const columns = rows.map(place);
  if (loss) {
    columns.push(place([0], rows.length));
  }
  return { width: Math.round(total), height, columns, radius, spacing };
}

/** Whether a graph fits into a narrow page with smaller sizes alone. */
const isTight = (width: number, margin: number, columns: number): boolean =>
  width <= TIGHT.widest &&
  margin + RADIUS + RIGHT + (columns - 1) * COLUMN > width &&
  margin + TIGHT.radius + TIGHT.right + (columns - 1) * TIGHT.column <= width;

/** The widths of edges that show 0 and the largest number of the network, in px. */
export const EDGE_WIDTHS = [0.8, 9] as const;

/** The position of a unit; null if it is folded. */
export function placeOf(layout: Layout, column: number, unit: number): { x: number; y: number } | null {
  const { rows, x, y } = layout.columns[column];
  const row = rows.indexOf(unit);
  return row < 0 ? null : { x, y: y[row] };
}
