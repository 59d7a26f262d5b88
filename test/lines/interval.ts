/**
 * Intervals that hold every number a printed text may stand for. Each operation widens its result by the rounding of a
 * float64, so that the true result and the computed one are both inside.
 */

/** All numbers from `low` to `high`; with `nan`, also "not a number". An empty interval has low > high. */
export interface Interval {
  low: number;
  high: number;
  nan: boolean;
}

/** The rounding of one operation, relative to its result, and near 0, where numbers lose digits. */
const RELATIVE = 4 * Number.EPSILON;
const SMALLEST = 5e-324;
/** The smallest number that has all its digits. */
const NORMAL = 2.2250738585072014e-308;

export const exactly = (x: number): Interval =>
  Number.isNaN(x) ? { low: Infinity, high: -Infinity, nan: true } : { low: x, high: x, nan: false };

/** From the smallest of some numbers to the largest, widened by one rounding. */
function hull(numbers: number[], nan: boolean, steps = 1): Interval {
  let [low, high] = [Infinity, -Infinity];
  let undefinedToo = nan;
  for (const x of numbers) {
    if (Number.isNaN(x)) {
      undefinedToo = true;
    } else {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  return low > high ? { low, high, nan: undefinedToo } : { ...widened(low, high, steps), nan: undefinedToo };
}

/** A result that overflows may be any number from the largest on; one that underflows may be anything near 0. */
function widened(low: number, high: number, steps: number): { low: number; high: number } {
  const slack = (x: number): number =>
    Number.isFinite(x) ? steps * (Math.abs(x) * RELATIVE + (Math.abs(x) < NORMAL ? 4 * SMALLEST : 0)) : 0;
  const [below, above] = [low - slack(low), high + slack(high)];
  return {
    low: below === Infinity ? Number.MAX_VALUE : below,
    high: above === -Infinity ? -Number.MAX_VALUE : above
  };
}

const ends = ({ low, high }: Interval): number[] => (low > high ? [] : [low, high]);

/** Combines the ends of two intervals; for operations that are monotonic in each. */
function combined(a: Interval, b: Interval, f: (x: number, y: number) => number): Interval {
  const nan = a.nan || b.nan;
  if (a.low > a.high || b.low > b.high) {
    return { low: Infinity, high: -Infinity, nan };
  }
  if (a.low === a.high && b.low === b.high) {
    return hull([f(a.low, b.low)], nan);
  }
  return hull([f(a.low, b.low), f(a.low, b.high), f(a.high, b.low), f(a.high, b.high)], nan);
}

const holds = ({ low, high }: Interval, x: number): boolean => low <= x && x <= high;
const reaches = (a: Interval): boolean => holds(a, Infinity) || holds(a, -Infinity);

/** Sums may round by a digit of the larger part. */
export function add(a: Interval, b: Interval): Interval {
  const sum = combined(a, b, (x, y) => (Number.isNaN(x + y) ? 0 : x + y));
  let largest = 0;
  for (const x of [a.low, a.high, b.low, b.high]) {
    largest = Number.isFinite(x) ? Math.max(largest, Math.abs(x)) : largest;
  }
  const slack = largest * RELATIVE;
  const opposite = (holds(a, Infinity) && holds(b, -Infinity)) || (holds(a, -Infinity) && holds(b, Infinity));
  return { low: sum.low - slack, high: sum.high + slack, nan: sum.nan || opposite };
}

export const negate = ({ low, high, nan }: Interval): Interval => ({ low: -high, high: -low, nan });

export function multiply(a: Interval, b: Interval): Interval {
  const nan = (holds(a, 0) && reaches(b)) || (holds(b, 0) && reaches(a));
  const product = combined(a, b, (x, y) => (x === 0 || y === 0 ? 0 : x * y));
  return { ...product, nan: product.nan || nan };
}

/** A quotient by what may be 0 may be anything. */
export function divide(a: Interval, b: Interval): Interval {
  const nan = a.nan || b.nan || (holds(a, 0) && holds(b, 0)) || (reaches(a) && reaches(b));
  if (holds(b, 0)) {
    return { low: -Infinity, high: Infinity, nan };
  }
  const quotient = combined(a, b, (x, y) => (Number.isNaN(x / y) ? 0 : x / y));
  return { ...quotient, nan: quotient.nan || nan };
}

/** A whole power. */
export function raise(a: Interval, n: number): Interval {
  const steps = Math.max(1, Math.abs(n));
  const inner = n % 2 === 0 && a.low < 0 && a.high > 0 ? [0] : [];
  if (n < 0) {
    return divide(exactly(1), raise(a, -n));
  }
  return hull([...ends(a).map(x => x ** n), ...inner], a.nan && n !== 0, steps);
}

/** A power of any exponent; of bases that are not negative. */
export function raiseAny(a: Interval, b: Interval): Interval {
  if (b.low === b.high && Number.isInteger(b.low)) {
    return raise(a, b.low);
  }
  const negative = a.low < 0;
  return hull(
    ends({ ...a, low: Math.max(0, a.low) }).flatMap(x => ends(b).map(y => x ** y)),
    a.nan || b.nan || negative,
    64
  );
}

/** An increasing function; below its domain it is not a number. */
export function increasing(a: Interval, f: (x: number) => number, from = -Infinity, steps = 1): Interval {
  if (a.low > a.high || a.high < from) {
    return { low: Infinity, high: -Infinity, nan: a.nan || a.high < from };
  }
  return hull([f(Math.max(a.low, from)), f(a.high)], a.nan || a.low < from, steps);
}

export function absolute(a: Interval): Interval {
  const inner = a.low < 0 && a.high > 0 ? [0] : [];
  return hull([...ends(a).map(Math.abs), ...inner], a.nan);
}

/** The largest of each; a number beside NaN may be NaN or the number, as languages differ. */
export const extreme = (all: Interval[], f: (...x: number[]) => number): Interval => ({
  low: f(...all.map(({ low }) => low)),
  high: f(...all.map(({ high }) => high)),
  nan: all.some(({ nan }) => nan)
});

/** Whether two texts may stand for the same number. */
export const meet = (a: Interval, b: Interval): boolean =>
  (a.nan && b.nan) || (a.low <= b.high && b.low <= a.high && a.low <= a.high && b.low <= b.high);
