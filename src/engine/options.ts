import { describe } from './tensor';

/** Checks of options, for constructors: each returns the value, or throws an error that names owner and option. */

/** @throws TypeError unless the option is a finite number */
export function checkFinite(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new TypeError(`${owner}: ${name} is ${describe(value)}, expected a number.`);
  }
  return value;
}

/** @throws RangeError unless the option is a finite number greater than 0 */
export function checkPositive(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new RangeError(`${owner}: ${name} is ${describe(value)}, expected a number greater than 0.`);
  }
  return value;
}

/** @throws RangeError unless the option is a number from 0 to 1 */
export function checkShare(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw new RangeError(`${owner}: ${name} is ${describe(value)}, expected a number from 0 to 1.`);
  }
  return value;
}

/** @throws RangeError unless the option is a whole number of at least 1 */
export function checkSize(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new RangeError(`${owner}: ${name} is ${describe(value)}, expected a whole number of at least 1.`);
  }
  return value;
}

/** @throws TypeError unless the option is one of the known values */
export function checkOneOf<T extends string>(owner: string, name: string, value: T, known: readonly T[]): T {
  if (!known.includes(value)) {
    const choices = known.map(choice => `'${choice}'`).join(', ');
    throw new TypeError(`${owner}: ${name} is ${describe(value)}, expected one of ${choices}.`);
  }
  return value;
}
