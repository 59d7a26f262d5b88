import { encodeNumber } from '../encoding';
import type { Histogram } from './runRecord';

/** Bins of a histogram. */
export const BINS = 30;

/** The histogram of all finite numbers in some arrays: 30 bins, or one if all numbers are equal. */
export function histogram(arrays: readonly Float64Array[]): Histogram {
  let low = Infinity;
  let high = -Infinity;
  let odd = 0;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const x = values[i];
      // NaN or infinite.
      if (x - x !== 0) {
        odd++;
        continue;
      }
      low = x < low ? x : low;
      high = x > high ? x : high;
    }
  }
  const range = high - low;
  const counts = new Array<number>(range > 0 && range < Infinity ? BINS : low <= high ? 1 : 0).fill(0);
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const x = values[i];
      if (x - x === 0) {
        counts[counts.length > 1 ? Math.min(BINS - 1, Math.floor(((x - low) / range) * BINS)) : 0]++;
      }
    }
  }
  return {
    low: encodeNumber(low <= high ? low : NaN),
    high: encodeNumber(low <= high ? high : NaN),
    counts: counts.join(' '),
    ...(odd > 0 && { odd })
  };
}

/** The counts of a histogram, one per bin. */
export const countsOf = ({ counts }: Histogram): number[] =>
  counts === '' ? [] : counts.split(' ').map(Number);

/** √Σ x² over some arrays. */
export function norm(arrays: readonly Float64Array[]): number {
  let sum = 0;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      sum += values[i] * values[i];
    }
  }
  return Math.sqrt(sum);
}
