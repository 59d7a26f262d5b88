import { Interval, exactly } from './interval';

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
  // The nearest float64 to what is printed may be off by a little more.
  const half = Number(`0.5e${exponent - decimals}`) + 2 * Number.EPSILON * value;
  return { low: value - half, high: value + half, nan: false };
}
