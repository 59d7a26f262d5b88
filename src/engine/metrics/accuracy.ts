import { TensorLike } from '../tensor';
import { checkOptions } from '../options';
import { LabelOptions, labelsOf } from './labels';

/**
 * The share of samples whose predicted class is right, 0 to 1.
 * Source: sklearn.metrics.accuracy_score.
 * @param output samples × classes (the largest output wins), samples × 1 probabilities, or one class per sample
 * @param target in any of these forms
 * @throws RangeError for shapes that don't match
 */
export function accuracy(output: TensorLike, target: TensorLike, options: LabelOptions = {}): number {
  checkOptions('accuracy', options, { threshold: 0.5 });
  const { predicted, actual } = labelsOf(output, target, options);
  return predicted.filter((label, i) => label === actual[i]).length / actual.length;
}
