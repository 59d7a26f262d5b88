import { failure, messageOf } from '../message';
import { Tensor, TensorLike } from '../tensor';

/**
 * Encodes each class as a row of zeros with a single 1: class 2 of 4 is [0, 0, 1, 0].
 * Source: torch.nn.functional.one_hot.
 * @param classes one whole number per sample, counted from 0
 * @param numClasses the length of a row; the largest class + 1 by default
 * @returns samples × numClasses
 * @throws RangeError if a number is not a class; the message gives its index
 */
export function oneHot(classes: TensorLike, numClasses?: number): Tensor {
  const { data } = Tensor.from(classes, 'classes');
  const count = numClasses ?? data.reduce((most, c) => Math.max(most, c + 1), 0);
  data.forEach((c, i) => {
    if (!Number.isInteger(c) || c < 0 || c >= count) {
      const most = count - 1;
      throw numClasses === undefined
        ? failure(RangeError, 'oneHot: classes[%1] is %2, expected a whole number of at least 0.', i, c)
        : failure(
            RangeError,
            'oneHot: classes[%1] is %2, expected a whole number from 0 to %3.%4',
            i,
            c,
            most,
            c === count ? messageOf(' Do the classes count from 1? They count from 0.') : ''
          );
    }
  });
  const result = new Tensor([data.length, count]);
  data.forEach((c, i) => (result.data[i * count + c] = 1));
  return result;
}
