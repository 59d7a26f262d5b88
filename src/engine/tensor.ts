import { inspect } from './print/inspect';
import { tensorRepr } from './print/tensorRepr';
import {
  Numbers,
  argmax,
  dimension,
  elementwise,
  matmul,
  reduce,
  reshape,
  slice,
  sum,
  transpose
} from './tensorMath';
import { descriptionOf, describe, shortened } from './describe';
import { Message, failure, messageOf } from './message';

export { describe };

/** Nested arrays of numbers, as you type them: `[[0.5, -1.2], [1, 2]]`. */
export interface NestedNumbers extends ReadonlyArray<number | NestedNumbers> {}

/** A tensor or nested arrays: every function that expects a tensor accepts both. */
export type TensorLike = Tensor | NestedNumbers;

/** A shape as messages write it: `10 × 3`. */
export const formatShape = (shape: readonly number[]): string => shape.join(' × ') || 'a single number';

/** The number of elements of a tensor of this shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, length) => n * length, 1);

/** Whether `a` equals the first `dimensions` lengths of `b`; all of them by default. */
export function sameShape(a: readonly number[], b: readonly number[], dimensions = b.length): boolean {
  if (a.length !== dimensions) {
    return false;
  }
  for (let d = 0; d < dimensions; d++) {
    if (a[d] !== b[d]) {
      return false;
    }
  }
  return true;
}

/** The indices of element `i` of a tensor of this shape. */
export function unravel(i: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  for (let d = shape.length - 1; d >= 0; d--) {
    index[d] = i % shape[d];
    i = (i - index[d]) / shape[d];
  }
  return index;
}

/**
 * An n-dimensional array of float64 numbers, stored row by row in one flat array: element [i, j] of an
 * n × m tensor is `data[i * m + j]`.
 */
export class Tensor {
  readonly shape: number[];
  readonly data: Float64Array;

  /**
   * @param shape the length of each dimension
   * @param data the numbers, row-major; zeros by default. Not copied.
   * @throws RangeError if a length is not a whole number ≥ 0, or `data` does not fill `shape`
   */
  constructor(shape: readonly number[], data?: Float64Array) {
    if (!shape.every(length => Number.isInteger(length) && length >= 0)) {
      throw new RangeError(
        `A tensor's shape consists of whole numbers of at least 0, got ${formatShape(shape)}.`
      );
    }
    this.shape = shape.slice();
    this.data = data ?? new Float64Array(sizeOf(shape));
    if (this.data.length !== sizeOf(shape)) {
      throw new RangeError(
        `A tensor of ${formatShape(shape)} holds ${sizeOf(shape)} numbers, got ${this.data.length}.`
      );
    }
  }

  /**
   * A tensor from nested arrays (copied), or `values` itself if it is a tensor.
   * @param name the tensor's name in an error message
   * @throws TypeError for ragged rows, non-numbers and NaN; the message gives the index
   */
  static from(values: TensorLike, name = 'tensor'): Tensor {
    if (values instanceof Tensor) {
      return values;
    }
    const shape = shapeOf(values, name);
    const tensor = new Tensor(shape);
    fill(values, shape, 0, name, tensor.data, 0);
    return tensor;
  }

  /** The elements as nested arrays. */
  toArray(): NestedNumbers {
    let rows: (number | NestedNumbers)[] = Array.from(this.data);
    for (let d = this.shape.length - 1; d > 0; d--) {
      const length = this.shape[d];
      rows = Array.from({ length: sizeOf(this.shape.slice(0, d)) }, (_, i) =>
        rows.slice(i * length, (i + 1) * length)
      );
    }
    return rows;
  }

  /** Nested arrays, for JSON. `Tensor.from` restores the tensor, as long as every number is finite. */
  toJSON(): NestedNumbers {
    return this.toArray();
  }

  /**
   * The number in a tensor of one element.
   * @throws RangeError if the tensor has more or fewer elements
   */
  item(): number {
    if (this.data.length !== 1) {
      throw new RangeError(`item() needs a tensor of one number, this one is ${formatShape(this.shape)}.`);
    }
    return this.data[0];
  }

  /** The length of each dimension, or of one: `x.size()`, `x.size(-1)`. @throws RangeError for a dimension that there is not */
  size(): number[];
  size(dim: number): number;
  size(dim?: number): number | number[] {
    return dim === undefined ? this.shape.slice() : this.shape[dimension('size', this.shape, dim)];
  }

  /** The number of elements. */
  numel(): number {
    return this.data.length;
  }

  /**
   * Adds a number or a tensor element by element; shapes broadcast as in PyTorch. As all of these methods, it returns
   * a new tensor, and no gradient flows through it.
   * @throws RangeError for shapes that don't fit
   */
  add(other: number | TensorLike): Tensor {
    return this.with('add', other, (x, y) => x + y);
  }

  /** Subtracts, as `add` adds. */
  sub(other: number | TensorLike): Tensor {
    return this.with('sub', other, (x, y) => x - y);
  }

  /** Multiplies element by element, as `add` adds. For the matrix product: `matmul`. */
  mul(other: number | TensorLike): Tensor {
    return this.with('mul', other, (x, y) => x * y);
  }

  /** Divides, as `add` adds. */
  div(other: number | TensorLike): Tensor {
    return this.with('div', other, (x, y) => x / y);
  }

  /**
   * The matrix product: n × k and k × m give n × m; a vector is a row on the left and a column on the right; of more
   * dimensions the last two are matrices. Source: torch.matmul.
   * @throws RangeError for lengths that don't fit
   */
  matmul(other: TensorLike): Tensor {
    return made(matmul(this, Tensor.from(other, 'other')));
  }

  /**
   * The sum of all elements, or along a dimension. Source: torch.sum.
   * @param dim from 0, or from −1 for the last; all when left out
   * @param keepdim whether the dimension stays, with length 1
   * @throws RangeError for a dimension that there is not
   */
  sum(dim?: number, keepdim = false): Tensor {
    return made(reduce('sum', this, dim, keepdim, sum));
  }

  /** The mean of all elements, or along a dimension, as `sum`. */
  mean(dim?: number, keepdim = false): Tensor {
    return made(reduce('mean', this, dim, keepdim, values => sum(values) / values.length));
  }

  /** The index of the largest element, in the flat tensor or along a dimension; of equal ones the first. */
  argmax(dim?: number, keepdim = false): Tensor {
    return made(reduce('argmax', this, dim, keepdim, argmax));
  }

  /**
   * The elements from `start` to before `end` along a dimension, as Python's `x[start:end]`; negative numbers count
   * from the end.
   * @throws RangeError for a dimension that there is not
   */
  slice(start: number, end?: number, dim = 0): Tensor {
    return made(slice(this, start, end, dim));
  }

  /**
   * The same numbers in another shape: `x.reshape(2, -1)` works out the −1.
   * @throws RangeError if they don't fill the shape
   */
  reshape(...shape: number[] | [readonly number[]]): Tensor {
    return made(reshape(this, Array.isArray(shape[0]) ? shape[0] : (shape as number[])));
  }

  /** Exchanges two dimensions; rows and columns by default. @throws RangeError for a dimension that there is not */
  transpose(dim0 = 0, dim1 = 1): Tensor {
    return made(transpose(this, dim0, dim1));
  }

  /** The tensor as PyTorch prints it: `tensor([1., 2.])`. */
  toString(): string {
    return tensorRepr(this);
  }

  /** @internal */
  [inspect](): string {
    return this.toString();
  }

  private with(name: string, other: number | TensorLike, combine: (x: number, y: number) => number): Tensor {
    const second =
      typeof other === 'number' ? { shape: [], data: Float64Array.of(other) } : Tensor.from(other, 'other');
    return made(elementwise(name, this, second, combine));
  }

  /** A copy, including the data. */
  clone(): Tensor {
    return new Tensor(this.shape, this.data.slice());
  }
}

const made = ({ shape, data }: Numbers): Tensor => new Tensor(shape, data);

function shapeOf(values: NestedNumbers, name: string): number[] {
  const shape: number[] = [];
  let level: unknown = values;
  while (Array.isArray(level)) {
    shape.push(level.length);
    level = level[0];
  }
  if (shape.length === 0) {
    throw failure(
      TypeError,
      '%1 is %2: expected a tensor or nested arrays of numbers.%3',
      name,
      descriptionOf(values),
      typeof values === 'number' ? messageOf(' Write %1.', `[[${String(values)}]]`) : ''
    );
  }
  return shape;
}

/** What to write instead of a value that is no number. */
function numberHint(value: unknown): Message | string {
  if (typeof value === 'string' && value.trim() !== '') {
    return Number.isFinite(Number(value))
      ? messageOf(' Write %1, without quotes.', shortened(value.trim()))
      : messageOf(' Write numbers for texts: classes are counted from 0.');
  }
  const missing = value === undefined || value === null || Number.isNaN(value);
  return missing ? messageOf(' Leave out samples with missing values.') : '';
}

function fill(
  values: unknown,
  shape: number[],
  depth: number,
  place: string,
  data: Float64Array,
  offset: number
): number {
  if (depth === shape.length) {
    if (typeof values !== 'number' || Number.isNaN(values)) {
      throw failure(
        TypeError,
        '%1 is %2: expected a number.%3',
        place,
        descriptionOf(values),
        numberHint(values)
      );
    }
    data[offset] = values;
    return offset + 1;
  }
  if (!Array.isArray(values)) {
    throw failure(
      TypeError,
      '%1 is %2: expected a row of %3 like the first.',
      place,
      descriptionOf(values),
      shape[depth]
    );
  }
  if (values.length !== shape[depth]) {
    throw failure(
      TypeError,
      '%1 has %2 entries: expected %3, as many as the first has.',
      place,
      values.length,
      shape[depth]
    );
  }
  // Not forEach: it skips the hole in [1, , 3].
  for (let i = 0; i < values.length; i++) {
    offset = fill(values[i], shape, depth + 1, `${place}[${i}]`, data, offset);
  }
  return offset;
}
