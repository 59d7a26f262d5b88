import { Tensor, TensorLike } from '../tensor';
import { checkOptions } from '../options';
import { LabelOptions, Labels, labelsOf } from './labels';

/**
 * Counts the samples of each actual class (row) by their predicted class (column).
 * Source: sklearn.metrics.confusion_matrix.
 * @param output samples × classes, samples × 1 probabilities, or one class per sample
 * @param target in any of these forms
 * @returns classes × classes; the classes are the columns of `output`, or for single outputs those that occur
 * @throws RangeError for shapes that don't match
 */
export function confusionMatrix(output: TensorLike, target: TensorLike, options: LabelOptions = {}): Tensor {
  checkOptions('confusionMatrix', options, { threshold: 0.5 });
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
