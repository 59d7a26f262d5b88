import type { Column, Layout } from '../../derivation/graphLayout';

/**
 * How a neuron is drawn: z, the activation's curve and the output side by side; z above the output; or the output
 * alone, with z above it while the neuron takes part in the step, has the focus or is under the pointer.
 */
export type UnitForm = 'wide' | 'stacked' | 'plain';

/** A column with the ends of the lines that lead to its units, or to the blocks beside them, and on from there. */
export interface UnitColumn extends Column {
  enter: number;
  leave: number;
}

/** A layout with the form of its neurons. */
export interface UnitLayout extends Layout {
  form: UnitForm;
  columns: UnitColumn[];
}

/** The room that the blocks of a column take in front of its units and behind them, in px. */
export interface BlockRoom {
  before: number;
  after: number;
}

/** Which of the blocks are open, and the room that all of them take. */
export interface BlockPlan {
  room(column: number, form: UnitForm): BlockRoom;
  /** How far the blocks reach above and below the middle of the graph, in px. */
  reach(layout: Layout, form: UnitForm): { above: number; below: number };
}

/** What stands in a column. */
export type ColumnKind = 'circles' | 'neurons' | 'probabilities';

/** Half the width of a neuron in each form, and half its height, in px. */
export const WIDE = { half: 64, height: 20 };
export const STACKED = { half: 29, height: 25 };
/** Half the width of a column of probabilities where there is room, and where there is little, in px. */
const BARS = 44;
const NARROW_BARS = 36;
/** The least room between two columns of wide and of stacked neurons, in px. */
const WIDE_GAP = 40;
const STACKED_GAP = 28;
/** Neurons of a column of more rows are as near to each other as circles need. */
const MAX_STACKED = 5;

/** The least room between two columns where a graph has to scroll, in px. */
const LEAST_GAP = 44;
const NO_ROOM: BlockRoom = { before: 0, after: 0 };

/**
 * Gives the neurons of a graph, and its blocks, as much room as there is.
 * @param layout with circles alone
 * @param kindOf what stands in a column
 * @param plans the blocks: the plans to try, the one with most room first; the last one is taken where none fits
 * @returns the layout, and the index of the plan
 */
export function unitLayout(
  layout: Layout,
  kindOf: (column: number) => ColumnKind,
  plans: BlockPlan[] = []
): UnitLayout & { plan: number } {
  const { columns, radius } = layout;
  const halves = (neurons: number, probabilities: number): number[] =>
    columns.map((_, i) => ({ circles: radius, neurons, probabilities })[kindOf(i)]);
  const tallest = Math.max(...columns.map(({ rows }) => rows.length));
  const tries = (plans.length > 0 ? plans : [null]).flatMap((plan, i) => {
    const within = (form: UnitForm): BlockRoom[] =>
      columns.map((_, column) => plan?.room(column, form) ?? NO_ROOM);
    const made =
      (form: UnitForm, own: number[], gap: number) => (): (UnitLayout & { plan: number }) | null => {
        const found = spread(layout, own, within(form), gap);
        return found && { ...raised(found, plan?.reach(found, form)), form, plan: i };
      };
    const isLast = i === Math.max(0, plans.length - 1);
    const plain = halves(radius, NARROW_BARS);
    const hasBlocks = within('wide').some(({ before, after }) => before + after > 0);
    return [
      made('wide', halves(WIDE.half, BARS), WIDE_GAP),
      ...(tallest <= MAX_STACKED ? [made('stacked', halves(STACKED.half, NARROW_BARS), STACKED_GAP)] : []),
      ...(hasBlocks && !isLast ? [made('plain', plain, LEAST_GAP)] : []),
      ...(isLast ? [made('plain', plain, -Infinity)] : [])
    ];
  });
  for (const attempt of tries) {
    const found = attempt();
    if (found) {
      return found;
    }
  }
  throw new Error('unreachable: the last attempt takes any room');
}

/** Moves columns of other widths apart, so that the gaps between them are equal; null if these would be too narrow. */
function spread(
  layout: Layout,
  halves: number[],
  rooms: BlockRoom[],
  least: number
): Omit<UnitLayout, 'form'> | null {
  const { columns, radius } = layout;
  const last = columns.length - 1;
  const start = columns[0].x - radius;
  const taken = (i: number): number => 2 * halves[i] + rooms[i].before + rooms[i].after;
  const room = columns[last].x + radius - start - columns.reduce((sum, _, i) => sum + taken(i), 0);
  const fits = last > 0 ? room / last : 0;
  if (fits < least) {
    return null;
  }
  const hasBlocks = rooms.some(({ before, after }) => before + after > 0);
  // A graph with blocks that don't fit scrolls, as a deep one does.
  const gap = hasBlocks ? Math.max(fits, LEAST_GAP) : fits;
  let left = start;
  const moved = columns.map((column, i) => {
    const x = Math.round(left + rooms[i].before + halves[i]);
    const enter = rooms[i].before > 0 ? Math.round(left) : x - halves[i];
    left += taken(i) + gap;
    const leave = rooms[i].after > 0 ? Math.round(left - gap) : x + halves[i];
    return { ...column, x, half: halves[i], enter, leave };
  });
  return { ...layout, width: Math.round(layout.width + (gap - fits) * last), columns: moved };
}

/** Makes a graph high enough for its blocks. */
function raised<T extends Layout>(layout: T, reach = { above: 0, below: 0 }): T {
  const { y } = layout.columns[0];
  const middle = (y[0] + y[y.length - 1]) / 2;
  const by = Math.max(0, Math.ceil(reach.above - middle));
  return {
    ...layout,
    height: Math.ceil(Math.max(layout.height + by, middle + by + reach.below)),
    columns: layout.columns.map(column => ({ ...column, y: column.y.map(at => at + by) }))
  };
}
