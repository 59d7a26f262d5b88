import { Tensor, TensorLike } from '../tensor';
import { LabelOptions, Labels, labelsOf } from './labels';

/**
 * How many samples of each class (row) were given each class (column).
 * Source: sklearn.metrics.confusion_matrix.
 * @param output samples × classes, samples × 1 probabilities, or a class a sample
 * @param target the same forms
 * @returns classes × classes; the classes are the outputs' columns, or for single outputs those that occur
 * @throws RangeError for shapes that don't fit
 */
export function confusionMatrix(output: TensorLike, target: TensorLike, options?: LabelOptions): Tensor {
  return countConfusions(labelsOf(output, target, options));
}

/** The confusion matrix of labels. */
export function countConfusions({ predicted, actual, classes }: Labels): Tensor {
  const at = new Map(classes.map((label, i) => [label, i]));
  const matrix = new Tensor([classes.length, classes.length]);
  actual.forEach((label, i) => {
    matrix.data[at.get(label)! * classes.length + at.get(predicted[i])!]++;
  });
  return matrix;
}
