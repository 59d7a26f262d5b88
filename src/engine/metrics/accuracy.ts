import { TensorLike } from '../tensor';
import { LabelOptions, labelsOf } from './labels';

/**
 * The share of samples whose class is right, 0 to 1.
 * Source: sklearn.metrics.accuracy_score.
 * @param output samples × classes (the largest counts), samples × 1 probabilities, or a class a sample
 * @param target the same forms
 * @throws RangeError for shapes that don't fit
 */
export function accuracy(output: TensorLike, target: TensorLike, options?: LabelOptions): number {
  const { predicted, actual } = labelsOf(output, target, options);
  return predicted.filter((label, i) => label === actual[i]).length / actual.length;
}
