import { Tensor, TensorLike } from '../tensor';

/**
 * Classes as rows of 0 with a single 1: class 2 of 4 is [0, 0, 1, 0].
 * Source: torch.nn.functional.one_hot.
 * @param classes a whole number a sample, from 0
 * @param numClasses the length of a row; one more than the largest class, when left out
 * @returns samples × numClasses
 * @throws RangeError for a number that is no class, naming its place
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
