/** Weights given to a loss: one for each class or output. */
import { Expression, Sentence, quantity } from '../formula/expression';
import { failure } from '../message';
import type { Loss } from './loss';
import { Tensor, describe, formatShape } from '../tensor';

/** ω with an index: a weight in formulas. */
export const omega = (sub: string | undefined, note: Sentence, value: number): Expression =>
  quantity({ name: 'ω', ...(sub && { sub }), tex: '\\omega', spoken: 'omega', note }, 'rate', value);

/**
 * Checks an option that holds a weight for each class or output.
 * @returns a copy; null if the option is left out
 * @throws TypeError for anything else than numbers of at least 0
 */
export function checkWeights(owner: string, name: string, given: unknown): number[] | null {
  if (given === undefined || given === null) {
    return null;
  }
  const values: unknown[] | null = Array.isArray(given)
    ? given
    : given instanceof Tensor && given.shape.length === 1
      ? Array.from(given.data)
      : null;
  if (!values || values.length === 0) {
    throw failure(
      TypeError,
      '%1: %2 is %3, expected a list of numbers, such as [1, 5].',
      owner,
      name,
      describe(given)
    );
  }
  return values.map((value, i) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      const place = `${name}[${i}]`;
      throw failure(
        TypeError,
        '%1: %2 is %3, expected a number of at least 0.',
        owner,
        place,
        describe(value)
      );
    }
    return value;
  });
}

/** @throws RangeError if there is not one weight for each number of the output's rows */
export function checkWidth(loss: Loss, name: string, values: readonly number[], { shape }: Tensor): void {
  const width = shape[shape.length - 1] ?? 1;
  if (values.length !== width) {
    throw failure(
      RangeError,
      '%1: %2 has %3 numbers, expected one for each output, %4: the output is %5.',
      loss.constructor.name,
      name,
      values.length,
      width,
      formatShape(shape) || '1'
    );
  }
}
