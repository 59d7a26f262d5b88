import type { Layout } from '../../derivation/graphLayout';

/**
 * How a neuron is drawn: z, the activation's curve and the output side by side; z above the output; or the output
 * alone, with z above it while the neuron takes part in the step, has the focus or is under the pointer.
 */
export type UnitForm = 'wide' | 'stacked' | 'plain';

/** A layout with the form of its neurons. */
export interface UnitLayout extends Layout {
  form: UnitForm;
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

/**
 * Gives the neurons of a graph as much room as there is.
 * @param layout with circles alone
 * @param kindOf what stands in a column
 */
export function unitLayout(layout: Layout, kindOf: (column: number) => ColumnKind): UnitLayout {
  const { columns, radius } = layout;
  const halves = (neurons: number, probabilities: number): number[] =>
    columns.map((_, i) => ({ circles: radius, neurons, probabilities })[kindOf(i)]);
  const wide = spread(layout, halves(WIDE.half, BARS), WIDE_GAP);
  if (wide) {
    return { ...wide, form: 'wide' };
  }
  const tallest = Math.max(...columns.map(({ rows }) => rows.length));
  const stacked = tallest <= MAX_STACKED && spread(layout, halves(STACKED.half, NARROW_BARS), STACKED_GAP);
  return stacked
    ? { ...stacked, form: 'stacked' }
    : { ...spread(layout, halves(radius, NARROW_BARS))!, form: 'plain' };
}

/** Moves columns of other widths apart, so that the gaps between them are equal; null if these would be too narrow. */
function spread(layout: Layout, halves: number[], least = -Infinity): Layout | null {
  const { columns, radius } = layout;
  const last = columns.length - 1;
  const start = columns[0].x - radius;
  const room = columns[last].x + radius - start - 2 * halves.reduce((sum, half) => sum + half, 0);
  const gap = last > 0 ? room / last : 0;
  if (gap < least) {
    return null;
  }
  let left = start;
  const moved = columns.map((column, i) => {
    const x = Math.round(left + halves[i]);
    left += 2 * halves[i] + gap;
    return { ...column, x, half: halves[i] };
  });
  return { ...layout, columns: moved };
}
