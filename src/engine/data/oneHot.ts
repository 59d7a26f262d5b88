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
      throw new RangeError(
        `oneHot: classes[${i}] is ${c}, expected a whole number ${numClasses === undefined ? 'of at least 0' : `from 0 to ${count - 1}`}.`
      );
    }
  });
  const result = new Tensor([data.length, count]);
  data.forEach((c, i) => (result.data[i * count + c] = 1));
  return result;
}
