import { formatShape, sizeOf } from '../../engine/tensor';
import { isBase64 } from '../base64';
import { limits } from '../limits';
import type { Payload } from '../payload';
import type { TensorData } from '../trace';
import { TooLargeError, fail } from './problem';
import { tensorsOf } from './tensorsOf';

/**
 * Checks, before any tensor is decoded, that a payload is within the limit of numbers, and that each tensor's numbers
 * fill its shape.
 * @throws TooLargeError, TraceError
 */
export function checkSizes(payload: Payload): void {
  let total = 0;
  for (const [place, tensor] of tensorsOf(payload)) {
    total += sizeOf(tensor.shape);
    if (total > limits.numbers) {
      throw new TooLargeError(
        'This output is too large to be drawn: it holds more than %1 numbers. %2',
        limits.numbers.toLocaleString('en')
      );
    }
    checkFilled(tensor, place);
  }
}

function checkFilled(tensor: TensorData, place: string): void {
  const size = sizeOf(tensor.shape);
  if ('base64' in tensor) {
    if (!isBase64(tensor.base64, size * 8)) {
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
