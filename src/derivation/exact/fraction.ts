/** Exact fractions, for comparing a printed formula with its printed result: no digit is lost, whatever the size. */
export interface Fraction {
  n: bigint;
  /** Greater than 0. */
  d: bigint;
}

export const ZERO: Fraction = { n: 0n, d: 1n };
export const ONE: Fraction = { n: 1n, d: 1n };

/** digits · 10^exponent. */
export const decimal = (digits: bigint, exponent: number): Fraction =>
  exponent >= 0 ? { n: digits * 10n ** BigInt(exponent), d: 1n } : { n: digits, d: 10n ** BigInt(-exponent) };

/** 2^exponent. */
export const powerOfTwo = (exponent: number): Fraction =>
  exponent >= 0 ? { n: 1n << BigInt(exponent), d: 1n } : { n: 1n, d: 1n << BigInt(-exponent) };

/** Powers of 10 and of 2 are the usual denominators, and mostly divide each other. */
export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.d === b.d) {
    return { n: a.n + b.n, d: a.d };
  }
  const [large, small] = a.d > b.d ? [a, b] : [b, a];
  return large.d % small.d === 0n
    ? { n: large.n + small.n * (large.d / small.d), d: large.d }
    : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export const minus = (a: Fraction): Fraction => ({ n: -a.n, d: a.d });
export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });

/** a / b; b is not 0. */
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };

export const less = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
export const smallest = (all: Fraction[]): Fraction => all.reduce((a, b) => (less(b, a) ? b : a));
export const largest = (all: Fraction[]): Fraction => all.reduce((a, b) => (less(a, b) ? b : a));

/** How many bits a number needs, up to 3 more. */
export const bitsOf = (n: bigint): number => (n < 0n ? -n : n).toString(16).length * 4;

/** A finite float64, exactly. */
export function fromFloat(x: number): Fraction {
  let [whole, halved] = [x, 0];
  while (!Number.isInteger(whole)) {
    whole *= 2 ** 32;
    halved += 32;
  }
  return { n: BigInt(whole), d: 1n << BigInt(halved) };
}

/** The number as m · 2^k, with m a float64 from about 1 to 16; 0 is 0 · 2⁰. */
export function scaled({ n, d }: Fraction): { m: number; k: number } {
  if (n === 0n) {
    return { m: 0, k: 0 };
  }
  const k = bitsOf(n) - bitsOf(d);
  const shift = 64 - k;
  const q = shift >= 0 ? (n << BigInt(shift)) / d : n / (d << BigInt(-shift));
  return { m: Number(q) / 2 ** 64, k };
}

/** The nearest float64 but for a rounding; ±∞ and 0 where there is none. */
export function toFloat(a: Fraction): number {
  const { m, k } = scaled(a);
  return m * 2 ** Math.trunc(k / 2) * 2 ** (k - Math.trunc(k / 2));
}

/** Denominators and numerators of more bits are shortened. */
const LONG = 24_000;
const SHORT = 16_000;

/** The fraction with fewer bits, if it is very long: rounded down or up by 2⁻¹⁶⁰⁰⁰ of it at most. */
export function shortened(a: Fraction, up: boolean): Fraction {
  const excess = Math.min(bitsOf(a.n), bitsOf(a.d)) - SHORT;
  if (excess < LONG - SHORT) {
    return a;
  }
  const by = BigInt(excess);
  // A larger denominator makes a positive fraction smaller.
  const away = a.n < 0n === up;
  return { n: (a.n >> by) + (up ? 1n : 0n), d: (a.d >> by) + (away ? 0n : up ? 0n : 1n) };
}
