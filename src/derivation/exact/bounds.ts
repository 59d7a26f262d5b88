/** Bounds of what a printed formula may be worth, as exact fractions. */
import {
  Fraction,
  ONE,
  ZERO,
  decimal,
  largest,
  less,
  minus,
  over,
  plus,
  shortened,
  smallest,
  times
} from './fraction';

/** All numbers from `low` to `high`. */
export interface Bounds {
  low: Fraction;
  high: Fraction;
}

export const point = (x: Fraction): Bounds => ({ low: x, high: x });

/** The bounds, with shorter fractions. */
export const between = (low: Fraction, high: Fraction): Bounds => ({
  low: shortened(low, false),
  high: shortened(high, true)
});

const hull = (ends: Fraction[]): Bounds => between(smallest(ends), largest(ends));

export const add = (a: Bounds, b: Bounds): Bounds => between(plus(a.low, b.low), plus(a.high, b.high));
export const negate = ({ low, high }: Bounds): Bounds => ({ low: minus(high), high: minus(low) });
export const contains = ({ low, high }: Bounds, x: Fraction): boolean => !less(x, low) && !less(high, x);

/** Whether two texts may stand for the same number. */
export const meet = (a: Bounds, b: Bounds): boolean => !less(a.high, b.low) && !less(b.high, a.low);

/** The least distance of two numbers within the bounds. */
export const apart = (a: Bounds, b: Bounds): Fraction =>
  largest([ZERO, plus(a.low, minus(b.high)), plus(b.low, minus(a.high))]);

/** Whether only one number is within the bounds. */
export const isPoint = ({ low, high }: Bounds): boolean => low.n === high.n && low.d === high.d;

export const multiply = (a: Bounds, b: Bounds): Bounds =>
  isPoint(a) && isPoint(b)
    ? point(times(a.low, b.low))
    : hull([a.low, a.high].flatMap(x => [b.low, b.high].map(y => times(x, y))));

/** a / b; null if b may be 0. */
export const divide = (a: Bounds, b: Bounds): Bounds | null =>
  contains(b, ZERO) ? null : hull([a.low, a.high].flatMap(x => [b.low, b.high].map(y => over(x, y))));

const same = (a: Bounds, b: Bounds): boolean =>
  [a.low, b.low].every(({ n, d }) => n === a.low.n && d === a.low.d) &&
  [a.high, b.high].every(({ n, d }) => n === a.high.n && d === a.high.d);

/**
 * A quotient by a sum. A term that is the numerator, too, is the same number: a / (a + b) = 1 / (1 + b / a), which is
 * less than 1 whatever a is.
 */
export function share(of: Bounds, terms: Bounds[]): Bounds | null {
  const at = terms.findIndex(term => same(term, of));
  const rest = terms.filter((_, i) => i !== at);
  const inverse = at >= 0 && rest.length > 0 && !isPoint(of) ? divide(rest.reduce(add), of) : null;
  return inverse ? divide(point(ONE), add(point(ONE), inverse)) : divide(of, terms.reduce(add));
}

/** The absolute value. */
export const absolute = (a: Bounds): Bounds =>
  contains(a, ZERO)
    ? { low: ZERO, high: largest([minus(a.low), a.high]) }
    : less(a.low, ZERO)
      ? negate(a)
      : a;

export const maximum = (all: Bounds[]): Bounds => ({
  low: largest(all.map(({ low }) => low)),
  high: largest(all.map(({ high }) => high))
});

/**
 * What printed digits stand for. A number of fewer digits than asked for is exact; another one is rounded: off by half
 * a unit of its last digit at most.
 * @param text `0.0431`, `1.234e-7`: digits, and perhaps a power of ten
 * @param digits significant digits asked for
 */
export function printed(text: string, digits: number): Bounds {
  const [mantissa, exponent = '0'] = text.split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const figures = mantissa.replace('.', '');
  const n = BigInt(figures);
  const unit = Number(exponent) - decimals;
  if (figures.replace(/^-?0*/, '').length < digits) {
    return point(decimal(n, unit));
  }
  return { low: decimal(10n * n - 5n, unit - 1), high: decimal(10n * n + 5n, unit - 1) };
}
