import { Bounds, printed } from '../../src/derivation/exact/bounds';
import { named } from '../../src/derivation/exact/functions';
import { Interval, exactly } from './interval';

/** A printed number: what it may stand for, as float64s and exactly. */
export interface PrintedNumber {
  kind: 'number';
  value: Interval;
  /** Null for NaN and ∞. */
  exact: Bounds | null;
}

/** A number of a text. */
export const numberNode = (mantissa: string, exponent: number, digits: number): PrintedNumber => ({
  kind: 'number',
  value: printedNumber(mantissa, exponent, digits),
  exact: printed(`${mantissa}e${exponent}`, digits)
});

/** A number that is known exactly, π, NaN or ∞. */
export const constant = (x: number): PrintedNumber => ({
  kind: 'number',
  value: exactly(x),
  exact: x === Math.PI ? named(x) : Number.isFinite(x) ? printed(x.toExponential(), Infinity) : null
});

/**
 * What printed digits may stand for. A number of fewer digits than asked for is exact; another one is rounded: off by
 * half a unit of its last digit at most.
 * @param mantissa `0.04310`
 * @param exponent the power of ten
 * @param digits significant digits asked for
 */
export function printedNumber(mantissa: string, exponent: number, digits: number): Interval {
  const value = Number(`${mantissa}e${exponent}`);
  const significant = mantissa.replace('.', '').replace(/^0+/, '').length;
  if (significant < digits || value === 0) {
    return exactly(value);
  }
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  if (!Number.isFinite(value)) {
    // Rounded up from a number that is finite: 1.798×10³⁰⁸.
    return {
      low: Number.MAX_VALUE - Number(`0.5e${exponent - decimals}`),
      high: Number.MAX_VALUE,
      nan: false
    };
  }
  // The nearest float64 to what is printed may be off by a little more.
  const half = Number(`0.5e${exponent - decimals}`) + 2 * Number.EPSILON * value;
  return { low: value - half, high: Math.min(value + half, Number.MAX_VALUE), nan: false };
}
