import { formatShape, sizeOf } from '../../engine/tensor';
import { limits } from '../limits';
import type { TensorData } from '../trace';
import { TooLargeError, fail } from './problem';

/**
 * Checks, before any tensor is decoded, that a payload is within the limit of numbers, and that each tensor's numbers
 * fill its shape.
 * @throws TooLargeError, TraceError
 */
export function checkSizes(payload: unknown): void {
  let total = 0;
  const visit = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    if (Array.isArray((value as TensorData).shape)) {
      total += sizeOf((value as TensorData).shape);
      if (total > limits.numbers) {
        throw new TooLargeError(
          'This output is too large to be drawn: it holds more than %1 numbers. %2',
          limits.numbers.toLocaleString('en')
        );
      }
      checkFilled(value as TensorData, place);
      return;
    }
    for (const [key, inside] of Object.entries(value)) {
      visit(inside, Array.isArray(value) ? `${place}[${key}]` : place ? `${place}.${key}` : key);
    }
  };
  visit(payload, '');
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function checkFilled(tensor: TensorData, place: string): void {
  const size = sizeOf(tensor.shape);
  if ('base64' in tensor) {
    if (tensor.base64.length !== Math.ceil((size * 8) / 3) * 4 || !base64.test(tensor.base64)) {
      fail(place, 'is %1: its base64 does not hold %2 numbers', formatShape(tensor.shape), size);
    }
  } else if (tensor.data.length !== size) {
    fail(
      place,
      'is %1 and needs %2 numbers, but has %3',
      formatShape(tensor.shape),
      size,
      tensor.data.length
    );
  }
}
