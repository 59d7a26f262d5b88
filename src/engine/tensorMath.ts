/** Arithmetic on numbers with a shape, as PyTorch's: each returns new numbers and changes none. */
import { Message, failure, messageOf } from './message';

/** Numbers, row by row, and their shape. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

const text = (shape: readonly number[]): string | Message =>
  shape.length > 0 ? shape.join(' × ') : messageOf('a single number');
const count = (shape: readonly number[]): number => shape.reduce((n, length) => n * length, 1);

/** How far apart the elements of each dimension are. */
function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let d = shape.length - 1, step = 1; d >= 0; step *= shape[d--]) {
    strides[d] = step;
  }
  return strides;
}

/**
 * Combines two tensors element by element. Shapes are compared from the right: a length of 1, or a missing
 * dimension, is repeated. Source: PyTorch's broadcasting semantics.
 * @param name the operation, for the message
 * @throws RangeError for shapes that don't fit
 */
export function elementwise(
  name: string,
  a: Numbers,
  b: Numbers,
  combine: (x: number, y: number) => number
): Numbers {
  const dims = Math.max(a.shape.length, b.shape.length);
  const full = [a, b].map(({ shape }) => [...new Array<number>(dims - shape.length).fill(1), ...shape]);
  const shape = full[0].map((length, d) => {
    const other = full[1][d];
    if (length !== other && length !== 1 && other !== 1) {
      throw failure(
        RangeError,
        '%1: %2 and %3 don’t fit: compared from the right, two lengths must be equal, or one of them 1.',
        name,
        text(a.shape),
        text(b.shape)
      );
    }
    return length === 1 ? other : length;
  });
  const [stepsA, stepsB] = full.map(lengths =>
    stridesOf(lengths).map((stride, d) => (lengths[d] === 1 ? 0 : stride))
  );
  const data = new Float64Array(count(shape));
  const index = new Array<number>(dims).fill(0);
  for (let i = 0, p = 0, q = 0; i < data.length; i++) {
    data[i] = combine(a.data[p], b.data[q]);
    for (let d = dims - 1; d >= 0; d--) {
      p += stepsA[d];
      q += stepsB[d];
      if (++index[d] < shape[d]) {
        break;
      }
      p -= stepsA[d] * shape[d];
      q -= stepsB[d] * shape[d];
      index[d] = 0;
    }
  }
  return { shape, data };
}

/**
 * The product of two matrices, of a matrix and a vector, or of two vectors; of more dimensions, of the matrices in
 * the last two, the dimensions before broadcast. Source: torch.matmul.
 * @throws RangeError for a single number, and for lengths that don't fit
 */
export function matmul(a: Numbers, b: Numbers): Numbers {
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [n, k] = left.slice(-2);
  const [inner, m] = right.slice(-2);
  if (a.shape.length === 0 || b.shape.length === 0 || k !== inner) {
    throw failure(
      RangeError,
      'matmul: %1 and %2 don’t fit: the last length of the first must be the last but one of the second.',
      text(a.shape),
      text(b.shape)
    );
  }
  const places = (shape: readonly number[]): Numbers => {
    const lead = shape.slice(0, -2);
    return { shape: lead, data: Float64Array.from({ length: count(lead) }, (_, i) => i) };
  };
  const [p, q] = [places(left), places(right)];
  const firsts = elementwise('matmul', p, q, x => x);
  const seconds = elementwise('matmul', p, q, (_, y) => y);
  const data = new Float64Array(firsts.data.length * n * m);
  firsts.data.forEach((first, batch) => {
    const [offA, offB, out] = [first * n * k, seconds.data[batch] * k * m, batch * n * m];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          sum += a.data[offA + i * k + l] * b.data[offB + l * m + j];
        }
        data[out + i * m + j] = sum;
      }
    }
  });
  const rows = a.shape.length === 1 ? [] : [n];
  const columns = b.shape.length === 1 ? [] : [m];
  return { shape: [...firsts.shape, ...rows, ...columns], data };
}

/**
 * Reduces one dimension, or all of them, to one number each.
 * @param dim the dimension, from 0, or from −1 for the last; all when left out
 * @throws RangeError for a dimension that there is not
 */
export function reduce(
  name: string,
  { shape, data }: Numbers,
  dim: number | undefined,
  keepdim: boolean,
  of: (values: Float64Array) => number
): Numbers {
  if (dim === undefined) {
    return { shape: keepdim ? shape.map(() => 1) : [], data: Float64Array.of(of(data)) };
  }
  const d = dimension(name, shape, dim);
  const after = count(shape.slice(d + 1));
  const before = count(shape.slice(0, d));
  const line = new Float64Array(shape[d]);
  const result = Float64Array.from({ length: before * after }, (_, i) => {
    const start = Math.floor(i / after) * shape[d] * after + (i % after);
    line.forEach((_x, j) => (line[j] = data[start + j * after]));
    return of(line);
  });
  const middle = keepdim ? [1] : [];
  return { shape: [...shape.slice(0, d), ...middle, ...shape.slice(d + 1)], data: result };
}

/** A dimension counted from 0. @throws RangeError for a dimension that there is not */
export function dimension(name: string, shape: readonly number[], dim: number): number {
  if (!Number.isInteger(dim) || dim < -shape.length || dim >= shape.length) {
    throw failure(
      RangeError,
      '%1: there is no dimension %2: the tensor is %3, expected %4 to %5.',
      name,
      dim,
      text(shape),
      -shape.length,
      shape.length - 1
    );
  }
  return dim < 0 ? dim + shape.length : dim;
}

/** The elements from `start` to before `end` along a dimension, as Python's slices: negative ones count from the end. */
export function slice(
  { shape, data }: Numbers,
  start: number,
  end: number | undefined,
  dim: number
): Numbers {
  const d = dimension('slice', shape, dim);
  const length = shape[d];
  const place = (i: number): number => Math.min(length, Math.max(0, i < 0 ? i + length : i));
  const wrong = [start, end ?? length].find(i => !Number.isInteger(i) && i !== Infinity);
  if (wrong !== undefined) {
    throw failure(RangeError, 'slice: %1 is no whole number: write slice(start, end, dim).', wrong);
  }
  const [from, to] = [place(start), place(end ?? length)];
  const after = count(shape.slice(d + 1));
  const kept = Math.max(0, to - from);
  const result = new Float64Array(count(shape.slice(0, d)) * kept * after);
  for (let block = 0; block * kept * after < result.length; block++) {
    const first = (block * length + from) * after;
    result.set(data.subarray(first, first + kept * after), block * kept * after);
  }
  return { shape: [...shape.slice(0, d), kept, ...shape.slice(d + 1)], data: result };
}

/** The same numbers in another shape; a length of −1 is worked out. @throws RangeError for another number of elements */
export function reshape({ shape, data }: Numbers, lengths: readonly number[]): Numbers {
  const open = lengths.indexOf(-1);
  const known = count(lengths.filter((_, d) => d !== open));
  const whole = lengths.every((length, d) => d === open || (Number.isInteger(length) && length >= 0));
  const missing = data.length / known;
  if (!whole || (open < 0 ? known !== data.length : known === 0 || !Number.isInteger(missing))) {
    throw failure(
      RangeError,
      'reshape: %1 has %2 numbers, which don’t fill %3.',
      text(shape),
      data.length,
      text(lengths)
    );
  }
  return { shape: lengths.map((length, d) => (d === open ? missing : length)), data: data.slice() };
}

/** Exchanges two dimensions. @throws RangeError for a dimension that there is not */
export function transpose({ shape, data }: Numbers, dim0: number, dim1: number): Numbers {
  const [a, b] = [dimension('transpose', shape, dim0), dimension('transpose', shape, dim1)];
  const swap = <T>(list: readonly T[]): T[] =>
    list.map((item, d) => (d === a ? list[b] : d === b ? list[a] : item));
  const to = swap(shape);
  const steps = swap(stridesOf(shape));
  const strides = stridesOf(to);
  const result = data.map(
    (_, i) =>
      data[strides.reduce((place, stride, d) => place + (Math.floor(i / stride) % to[d]) * steps[d], 0)]
  );
  return { shape: to, data: result };
}

/** The index of the largest number, the first of equal ones; NaN counts as the largest, as in PyTorch. */
export function argmax(values: Float64Array): number {
  if (values.length === 0) {
    throw failure(RangeError, 'argmax: an empty tensor has no largest number.');
  }
  const nan = values.findIndex(Number.isNaN);
  return nan >= 0 ? nan : values.reduce((most, x, i) => (x > values[most] ? i : most), 0);
}

/** The sum, by halves: of many numbers it loses fewer digits than one after the other. */
export function sum(values: Float64Array): number {
  if (values.length <= 8) {
    return values.reduce((total, x) => total + x, 0);
  }
  const half = values.length >> 1;
  return sum(values.subarray(0, half)) + sum(values.subarray(half));
}
