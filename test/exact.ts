/**
 * Formulas evaluated with 1,600 binary digits after the point: an oracle for the engine's float64s. A number x is
 * the BigInt x · 2^1600, so that even the smallest float64, 2^-1074, keeps 500 digits.
 */
import { Expression, FunctionName } from '../src/engine/formula/expression';

const DIGITS = 1600n;
const ONE = 1n << DIGITS;

/** A float64 as it is. */
export function exact(x: number): bigint {
  if (!Number.isFinite(x)) {
    throw new RangeError(`${x} has no exact value.`);
  }
  const exponent = x === 0 ? 0 : Math.max(-1074, Math.floor(Math.log2(Math.abs(x))) - 53);
  const mantissa = BigInt(x / 2 ** exponent);
  const shift = DIGITS + BigInt(exponent);
  return mantissa << shift;
}

export const times = (a: bigint, b: bigint): bigint => (a * b) >> DIGITS;
export const over = (a: bigint, b: bigint): bigint => (a << DIGITS) / b;
const abs = (x: bigint): bigint => (x < 0n ? -x : x);

/** Σ over a Taylor series, whose terms become 0 in the end. */
function series(
  first: bigint,
  next: (term: bigint, n: bigint) => bigint,
  share = (t: bigint, _n: bigint): bigint => t
): bigint {
  let sum = 0n;
  for (let term = first, n = 0n; abs(term) > 1n; term = next(term, ++n)) {
    sum += share(term, n);
  }
  return sum;
}

/** Σ ± 1/((2n + 1) k^(2n + 1)): artanh(1/k), or with alternating signs arctan(1/k). */
const inverse = (k: bigint, sign: bigint): bigint =>
  series(ONE / k, t => (sign * t) / (k * k), (t, n) => t / (2n * n + 1n)); // prettier-ignore
const LN2 = 2n * inverse(3n, 1n);
/** Machin's formula. */
const PI = 16n * inverse(5n, -1n) - 4n * inverse(239n, -1n);

/** e^x: x = k ln 2 + r, e^r = (e^(r/2^16))^(2^16). */
export function exp(x: bigint): bigint {
  const k = x / LN2;
  if (k < -DIGITS) {
    return 0n;
  }
  let power = series(ONE, (t, n) => times(t, (x - k * LN2) >> 16n) / n);
  for (let i = 0; i < 16; i++) {
    power = times(power, power);
  }
  return k < 0n ? power >> -k : power << k;
}

/** ln x by Halley's method, from the float64. */
export function ln(x: bigint): bigint {
  const bits = BigInt(x.toString(2).length) - DIGITS;
  const scaled = Number((bits > 0n ? x >> bits : x << -bits) >> (DIGITS - 60n)) / 2 ** 60;
  let y = exact(Math.log(scaled)) + bits * LN2;
  for (let i = 0; i < 5; i++) {
    const power = exp(y);
    y += 2n * over(x - power, x + power);
  }
  return y;
}

function sqrt(x: bigint): bigint {
  let root = 1n << BigInt(((x << DIGITS).toString(2).length / 2 + 1) | 0);
  for (let next = root - 1n; next < root;) {
    root = next;
    next = (root + (x << DIGITS) / root) / 2n;
  }
  return root;
}

const tanh = (x: bigint): bigint => over(exp(2n * x) - ONE, exp(2n * x) + ONE);

/** 2/√π Σ (−1)ⁿ x^(2n+1) / (n! (2n + 1)); beyond 28 closer to ±1 than the smallest float64. */
function erf(x: bigint): bigint {
  if (abs(x) > 28n * ONE) {
    return x < 0n ? -ONE : ONE;
  }
  const sum = series(x, (t, n) => -times(t, times(x, x)) / n, (t, n) => t / (2n * n + 1n)); // prettier-ignore
  return times(sum, over(2n * ONE, sqrt(PI)));
}

const functions: Record<FunctionName, (...x: bigint[]) => bigint> = {
  exp,
  ln,
  tanh,
  sqrt,
  erf,
  abs,
  max: (a, b) => (a > b ? a : b)
};

/** The exact value of a formula, whose quantities are taken as exact. */
export function exactValue(e: Expression): bigint {
  switch (e.kind) {
    case 'number':
    case 'quantity':
      return exact(e.value);
    case 'sum':
    case 'series':
      return e.terms.reduce((sum, term) => sum + exactValue(term), 0n);
    case 'product':
      return e.factors.reduce((product, factor) => times(product, exactValue(factor)), ONE);
    case 'quotient':
      return over(exactValue(e.numerator), exactValue(e.denominator));
    case 'negative':
      return -exactValue(e.of);
    case 'power': {
      const base = exactValue(e.base);
      const factors = Array.from({ length: Number(exactValue(e.exponent) >> DIGITS) }, () => base);
      return factors.reduce(times, ONE);
    }
    case 'call':
      return functions[e.name](...e.args.map(exactValue));
    case 'given':
      return exactValue(e.of);
    default:
      throw new TypeError(`A ${e.kind} has no value.`);
  }
}

/**
 * How far a float64 is from an exact value, in units of 2^-52 of it. Numbers below the smallest normal float64 count
 * in units of the smallest float64.
 */
export function unitsOff(computed: number, value: bigint): number {
  if (!Number.isFinite(computed)) {
    return Infinity;
  }
  const unit = abs(value) >> 52n;
  const smallest = ONE >> 1074n;
  const off = abs(exact(computed) - value);
  return Number((off << 20n) / (unit > smallest ? unit : smallest)) / 2 ** 20;
}
