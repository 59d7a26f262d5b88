import { extent } from 'd3';
import type { Tensor } from '../../engine';

/** The numbers of one unit, one per sample, and the scale of its column. */
export interface Spread {
  values: number[];
  /** The smallest and the largest finite number of the whole column. */
  low: number;
  high: number;
}

/**
 * The spreads of a column's units, all on one scale, so that units can be compared.
 * @param outputs of the column; shape (samples, units)
 */
export function spreadsOf({ data, shape: [samples, width] }: Tensor): (unit: number) => Spread {
  const [low = 0, high = 0] = extent(Array.from(data).filter(Number.isFinite));
  return unit => ({
    values: Array.from({ length: samples }, (_, i) => data[i * width + unit]),
    low,
    high
  });
}

export const meanOf = (values: number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
