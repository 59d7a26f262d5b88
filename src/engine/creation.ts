import { failure } from './message';
import { defaultGenerator } from './random/random';
import { NestedNumbers, Tensor } from './tensor';

/** The length of each dimension: `zeros(2, 3)` or `zeros([2, 3])`. */
type Shape = readonly number[] | readonly [readonly number[]];

const shapeOf = (shape: Shape): readonly number[] =>
  shape.length === 1 && Array.isArray(shape[0])
    ? (shape[0] as readonly number[])
    : (shape as readonly number[]);

/**
 * A tensor from a number or nested arrays, which are copied: `tensor([[1, 2], [3, 4]])`. Source: torch.tensor.
 * @throws TypeError for ragged rows, non-numbers and NaN; the message gives the index
 */
export function tensor(values: number | NestedNumbers): Tensor {
  return typeof values === 'number' ? new Tensor([], Float64Array.of(values)) : Tensor.from(values).clone();
}

/** A tensor of zeros: `zeros(2, 3)`. Source: torch.zeros. @throws RangeError for a length that is no whole number ≥ 0 */
export const zeros = (...shape: number[] | [readonly number[]]): Tensor => new Tensor(shapeOf(shape));

/** A tensor of ones: `ones(2, 3)`. Source: torch.ones. @throws RangeError for a length that is no whole number ≥ 0 */
export function ones(...shape: number[] | [readonly number[]]): Tensor {
  const made = new Tensor(shapeOf(shape));
  made.data.fill(1);
  return made;
}

/**
 * Normally distributed float32 numbers, those of PyTorch after the same `manualSeed`: `randn(2, 3)`.
 * Source: torch.randn.
 * @throws RangeError for a length that is no whole number ≥ 0
 */
export function randn(...shape: number[] | [readonly number[]]): Tensor {
  const made = new Tensor(shapeOf(shape));
  made.data.set(defaultGenerator.normal(made.data.length));
  return made;
}

/**
 * The numbers from `start` to before `end`, `step` apart: `arange(5)`, `arange(1, 2, 0.25)`. Source: torch.arange.
 * @throws RangeError if `step` is 0 or leads away from `end`
 */
export function arange(end: number): Tensor;
export function arange(start: number, end: number, step?: number): Tensor;
export function arange(first: number, second?: number, step = 1): Tensor {
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const length = Math.ceil((end - start) / step);
  if (!Number.isFinite(length) || length < 0) {
    throw failure(
      RangeError,
      'arange: from %1 to %2 in steps of %3 there is no end: the step leads the other way.',
      start,
      end,
      step
    );
  }
  return new Tensor(
    [length],
    Float64Array.from({ length }, (_, i) => start + i * step)
  );
}
