/** A printed formula as exact bounds: what "=" and "≈" are held to. */
import { FunctionName } from '../../src/engine/formula/expression';
import {
  Bounds,
  absolute,
  add,
  apart,
  meet,
  multiply,
  negate,
  share
} from '../../src/derivation/exact/bounds';
import { Fraction, ONE, decimal, fromFloat, largest, less, times } from '../../src/derivation/exact/fraction';
import { functions, raise } from '../../src/derivation/exact/functions';
import type { Interval } from './interval';
import type { Printed } from './printed';
import { partsOf } from './printed';

/** The sums of terms that are left out, from left to right, which may have lost a digit each. */
export type Omitted = Interval[];

function unprinted({ low, high }: Interval): Bounds | null {
  const slack = 1e-14 * Math.max(Math.abs(low), Math.abs(high)) + Number.MIN_VALUE;
  return Number.isFinite(low) && Number.isFinite(high)
    ? { low: fromFloat(low - slack), high: fromFloat(high + slack) }
    : null;
}

/** The bounds of a formula of numbers; null for one that has a symbol, no one value, or NaN or ∞. */
export function strictly(e: Printed, omitted: Omitted): Bounds | null {
  const rest = [...omitted];
  const of = (part: Printed): Bounds | null => {
    const all = (): Bounds[] | null => {
      const found = partsOf(part).map(of);
      return found.every(each => each !== null) ? found : null;
    };
    switch (part.kind) {
      case 'number':
        return part.exact;
      case 'sum':
        return all()?.reduce(add) ?? null;
      case 'product':
        return all()?.reduce(multiply) ?? null;
      case 'quotient': {
        const [above, below] = part.parts;
        const parts = (below.kind === 'sum' ? [above, ...below.parts] : part.parts).map(of);
        return parts.every(each => each !== null) ? share(parts[0], parts.slice(1)) : null;
      }
      case 'power': {
        const parts = all();
        return parts && raise(parts[0], parts[1]);
      }
      case 'negative': {
        const parts = all();
        return parts && negate(parts[0]);
      }
      case 'call': {
        const parts = all();
        return parts && part.name in functions ? functions[part.name as FunctionName](parts) : null;
      }
      case 'case':
        return of(part.of);
      case 'omitted':
        return unprinted(rest.shift()!);
      default:
        return null;
    }
  };
  return of(e);
}

/** How far apart the sides of "≈" may be, relative to the largest number of the line, or to 1. */
const BOUND = decimal(1n, -13);

/** Whether a distance is a float64's rounding, in a line of such numbers. */
export function isRounding(distance: Fraction, ...sides: Printed[]): boolean {
  const numbers = (e: Printed): Bounds[] =>
    e.kind === 'number' ? (e.exact ? [e.exact] : []) : partsOf(e).flatMap(numbers);
  const sizes = sides.flatMap(numbers).map(each => absolute(each).high);
  return !less(times(BOUND, largest([ONE, ...sizes])), distance);
}

/** What is wrong with the last sign of a line: "=" and "≈" exclude each other; null if nothing is. */
export function wrongSign(
  formula: Printed,
  result: Printed,
  about: boolean,
  omitted: Omitted
): string | null {
  const [a, b] = [strictly(formula, omitted), strictly(result, [])];
  if (a === null || b === null) {
    return about ? 'No numbers are said to be about equal.' : null;
  }
  if (meet(a, b)) {
    // Whether equal numbers would do can't be told where some are not printed.
    return about && omitted.length === 0 ? 'Equal numbers are said to be about equal.' : null;
  }
  if (!about) {
    return 'Numbers are said to be equal that are not.';
  }
  return isRounding(apart(a, b), formula, result)
    ? null
    : 'Numbers are said to be about equal that are far apart.';
}
