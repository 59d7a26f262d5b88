/** A printed formula, parsed, and the interval of its value. Knows nothing of the program's own formulas. */
import { Bounds } from '../../src/derivation/exact/bounds';
import {
  Interval,
  absolute,
  add,
  divide,
  exactly,
  extreme,
  increasing,
  multiply,
  negate,
  raiseAny
} from './interval';

/** A formula as a reader reads it. */
export type Printed =
  | { kind: 'number'; value: Interval; exact: Bounds | null }
  | { kind: 'symbol'; name: string }
  | { kind: 'sum' | 'product' | 'quotient' | 'power'; parts: Printed[] }
  | { kind: 'negative'; of: Printed }
  | { kind: 'call'; name: string; args: Printed[] }
  /** `of`, in a case of a function; the comparison has to hold. */
  | { kind: 'case'; of: Printed; left: Printed; relation: string; right: Printed }
  /** `… (n more)`: terms that are left out. */
  | { kind: 'omitted'; count: number }
  | { kind: 'matrix'; rows: Printed[][] }
  /** A formula without one value: a Σ of a general term, a function of a whole row. */
  | { kind: 'unknown' };

/**
 * What a text does not say itself: the values of its symbols, null for those of a general term, and the sums of omitted
 * terms, from left to right.
 */
export interface Surroundings {
  symbols: ReadonlyMap<string, number | null>;
  omitted: { count: number; value: Interval }[];
}

/** A line: its sides, whether the first sign is an arrow, and whether the last one is ≈. */
export interface PrintedLine {
  sides: Printed[];
  becomes: boolean;
  about: boolean;
}

/** The direct parts of a formula. */
export function partsOf(e: Printed): Printed[] {
  switch (e.kind) {
    case 'sum':
    case 'product':
    case 'quotient':
    case 'power':
      return e.parts;
    case 'negative':
      return [e.of];
    case 'call':
      return e.args;
    case 'case':
      return [e.of, e.left, e.right];
    case 'matrix':
      return e.rows.flat();
    default:
      return [];
  }
}

/** Thrown for a formula that has no one value. */
export class Unknown extends Error {}

const HALF = 2 / Math.sqrt(Math.PI);

/** erf by its series, or 1 − erfc by its continued fraction: accurate to about 15 digits. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || size > 6) {
    return Math.sign(x);
  }
  if (size < 2.5) {
    let [term, total] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(total); n++) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return HALF * total;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) {
    fraction = n / 2 / (size + fraction);
  }
  return Math.sign(x) * (1 - (HALF / 2) * (Math.exp(-size * size) / (size + fraction)));
}

const calls: Record<string, (args: Interval[]) => Interval> = {
  exp: ([x]) => increasing(x, Math.exp, -Infinity, 2),
  expm1: ([x]) => increasing(x, Math.expm1, -Infinity, 2),
  ln: ([x]) => increasing(x, Math.log, 0, 2),
  log1p: ([x]) => increasing(x, Math.log1p, -1, 2),
  tanh: ([x]) => increasing(x, Math.tanh, -Infinity, 4),
  sqrt: ([x]) => increasing(x, Math.sqrt, 0),
  erf: ([x]) => {
    const { low, high, nan } = increasing(x, erf, -Infinity, 8);
    return { low: low - 1e-15 * Math.min(1, Math.abs(low)), high: high + 1e-15 * Math.min(1, Math.abs(high)), nan }; // prettier-ignore
  },
  abs: ([x]) => absolute(x),
  sign: ([x]) => increasing(x, Math.sign),
  max: args => extreme(args, Math.max),
  min: args => extreme(args, Math.min)
};

export const isFunction = (name: string): boolean => Object.hasOwn(calls, name);

/**
 * The interval of a formula.
 * @throws Unknown for a formula without one value
 * @throws Error for a symbol without a value, a comparison that does not hold, or terms miscounted
 */
export function intervalOf(e: Printed, around: Surroundings): Interval {
  const omitted = [...around.omitted];
  const of = (part: Printed): Interval => {
    switch (part.kind) {
      case 'number':
        return part.value;
      case 'symbol': {
        const value = around.symbols.get(part.name);
        if (value === undefined) {
          throw new Error(`${part.name} has no value.`);
        }
        if (value === null) {
          throw new Unknown();
        }
        return exactly(value);
      }
      case 'sum':
        return part.parts.map(of).reduce(add);
      case 'product':
        return part.parts.map(of).reduce(multiply);
      case 'quotient':
        return part.parts.map(of).reduce(divide);
      case 'power':
        return raiseAny(of(part.parts[0]), of(part.parts[1]));
      case 'negative':
        return negate(of(part.of));
      case 'call':
        return calls[part.name](part.args.map(of));
      case 'case':
        if (!compares(of(part.left), part.relation, of(part.right))) {
          throw new Error(`A comparison with ${part.relation} does not hold.`);
        }
        return of(part.of);
      case 'omitted': {
        const next = omitted.shift();
        if (next?.count !== part.count) {
          throw new Error(`${part.count} terms are said to be left out, not ${next?.count}.`);
        }
        return next.value;
      }
      default:
        throw new Unknown();
    }
  };
  return of(e);
}

function compares(a: Interval, relation: string, b: Interval): boolean {
  const undefinedToo = a.nan || b.nan;
  switch (relation) {
    case '>':
      return a.high > b.low;
    case '<':
      return a.low < b.high;
    // "Not above" is said of NaN, too.
    case '≥':
      return undefinedToo || a.high >= b.low;
    case '≤':
      return undefinedToo || a.low <= b.high;
    default:
      return undefinedToo || (a.low <= b.high && b.low <= a.high);
  }
}
