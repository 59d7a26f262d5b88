/** Bounds of the functions in formulas. Where a float64 saturates they don't: eˣ is never 0, tanh never 1. */
import { FunctionName } from '../../engine/formula/expression';
import { erf } from '../../engine/formula/erf';
import {
  Bounds,
  absolute,
  add,
  between,
  contains,
  divide,
  isPoint,
  maximum,
  multiply,
  negate,
  point
} from './bounds';
import {
  Fraction,
  ONE,
  ZERO,
  bitsOf,
  fromFloat,
  less,
  minus,
  plus,
  powerOfTwo,
  scaled,
  times,
  toFloat
} from './fraction';

/** The relative error of a float64's function, with a margin. */
const ROUNDING = 2 ** -48;
/** Below it, two terms of a series are enough. */
const NEAR = 2 ** -26;
/** Largest size of an exponent whose power of e is computed. */
const FAR = 2800;
/** Stand for numbers from 0 to e⁻²⁸⁰⁰. */
const TINY: Bounds = { low: powerOfTwo(-5000), high: powerOfTwo(-4000) };

const around = (x: number, by: number): Bounds => between(fromFloat(x - by), fromFloat(x + by));

function expOf(x: Fraction): Bounds | null {
  const f = toFloat(x);
  if (Math.abs(f) < NEAR) {
    // 1 + x < eˣ < 1 + x + x²
    return x.n === 0n ? point(ONE) : between(plus(ONE, x), plus(plus(ONE, x), times(x, x)));
  }
  if (Math.abs(f) > FAR) {
    return f < 0 ? TINY : null;
  }
  const k = Math.round(f / Math.LN2);
  const value = Math.exp(f - k * Math.LN2);
  return multiply(around(value, value * ROUNDING * (1 + Math.abs(f))), point(powerOfTwo(k)));
}

function lnOf(x: Fraction): Bounds | null {
  if (x.n <= 0n) {
    return null;
  }
  const y = plus(x, minus(ONE));
  if (Math.abs(toFloat(y)) < NEAR) {
    // y − y² < ln(1 + y) < y
    return y.n === 0n ? point(ZERO) : between(plus(y, minus(times(y, y))), y);
  }
  const { m, k } = scaled(x);
  const value = Math.log(m) + k * Math.LN2;
  return around(value, ROUNDING * (Math.abs(value) + Math.abs(k)));
}

/** An odd function of numbers that are not negative, for all numbers. */
const odd =
  (f: (x: Fraction) => Bounds | null) =>
  (x: Fraction): Bounds | null => {
    const size = f(x.n < 0n ? minus(x) : x);
    return size && (x.n < 0n ? negate(size) : size);
  };

const tanhOf = odd(x => {
  const f = toFloat(x);
  if (f < NEAR) {
    return between(plus(x, minus(times(x, times(x, x)))), x);
  }
  if (f < 10) {
    return around(Math.tanh(f), Math.tanh(f) * ROUNDING);
  }
  // (1 − q) / (1 + q), q = e⁻²ˣ
  const q = expOf(times(minus(plus(x, x)), ONE))!;
  return divide(add(point(ONE), negate(q)), add(point(ONE), q));
});

const erfOf = odd(x => {
  const f = toFloat(x);
  if (f < NEAR) {
    return multiply(point(x), around(2 / Math.sqrt(Math.PI), ROUNDING));
  }
  if (f < 5.5) {
    return around(erf(f), erf(f) * 2 * ROUNDING);
  }
  // e^(−2x² − 10) < 1 − erf x < e^(−x²)
  const square = times(x, x);
  const [least, most] = [plus(minus(plus(square, square)), fromFloat(-10)), minus(square)].map(expOf);
  return between(plus(ONE, minus(most!.high)), plus(ONE, minus(least!.low)));
});

/** The root of n/d from that of n·d·4ˢ, a whole number q with q² ≤ n·d·4ˢ < (q + 1)². */
function sqrtOf({ n, d }: Fraction): Bounds | null {
  if (n < 0n) {
    return null;
  }
  if (n === 0n) {
    return point(ZERO);
  }
  const s = 256n;
  const square = (n * d) << (2n * s);
  let q = 1n << BigInt(bitsOf(square) / 2 + 1);
  for (let next = (q + square / q) >> 1n; next < q; next = (q + square / q) >> 1n) {
    q = next;
  }
  const rest = square - q * q;
  const [below, above] = [2n * q + 2n, 2n * q].map(under => ({ n: q * under + rest, d: under * (d << s) }));
  return rest === 0n ? point({ n: q, d: d << s }) : between(below, above);
}

const rising =
  (f: (x: Fraction) => Bounds | null) =>
  ([x]: Bounds[]): Bounds | null => {
    const from = f(x.low);
    const to = isPoint(x) ? from : f(x.high);
    return from && to && { low: from.low, high: to.high };
  };

/** The functions of formulas, of bounds; null where they are not defined or overflow. */
export const functions: Record<FunctionName, (args: Bounds[]) => Bounds | null> = {
  exp: rising(expOf),
  ln: rising(lnOf),
  tanh: rising(tanhOf),
  erf: rising(erfOf),
  sqrt: rising(sqrtOf),
  abs: ([x]) => absolute(x),
  max: maximum
};

/** Largest whole exponent that is multiplied out. */
const MULTIPLIED = 4096;

function whole(a: Bounds, n: number): Bounds | null {
  if (n < 0) {
    const inverse = whole(a, -n);
    return inverse && divide(point(ONE), inverse);
  }
  const base = n % 2 === 0 ? absolute(a) : a;
  const raised = ({ n: above, d }: Fraction): Fraction => ({ n: above ** BigInt(n), d: d ** BigInt(n) });
  return between(raised(base.low), raised(base.high));
}

/** A power; null where it is not defined. */
export function raise(a: Bounds, exponent: Bounds): Bounds | null {
  const n = toFloat(exponent.low);
  if (isPoint(exponent) && exponent.low.n % exponent.low.d === 0n && Math.abs(n) <= MULTIPLIED) {
    return whole(a, n);
  }
  if (contains(a, ZERO) || less(a.low, ZERO)) {
    return null;
  }
  const ln = functions.ln([a]);
  return ln && functions.exp([multiply(ln, exponent)]);
}

/** A constant that is printed by its name: π. */
export const named = (value: number): Bounds => around(value, Math.abs(value) * ROUNDING);
