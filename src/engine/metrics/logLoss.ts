import { TensorLike } from '../tensor';
import { scoredOf } from './probabilities';

/**
 * Cross-entropy as a metric: the mean of −ln p, where p is the probability of the right class. Probabilities
 * are clamped to [ε, 1 − ε] with ε = 2.2e-16, so that a confident wrong answer costs 36, not infinity.
 * Source: sklearn.metrics.log_loss.
 * @param output probabilities: samples × 1 or one per sample (of class 1), or samples × classes
 * @param target one class per sample, or one-hot
 * @throws RangeError for shapes that don't match, or numbers that are not probabilities
 */
export function logLoss(output: TensorLike, target: TensorLike): number {
  const { scores, classes, single, actual } = scoredOf('logLoss', output, target);
  let total = 0;
  actual.forEach((label, i) => {
    const p = scores[i * classes + label];
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(
        `logLoss expects probabilities, got ${p}: output of sample ${i}. Is a Sigmoid or a Softmax missing at the end?`
      );
    }
    // ln(1 − p₁) from p₁ itself: 1 − p₁ would lose the digits of a small p₁.
    total -= single && label === 0 ? Math.log1p(-clamped(scores[2 * i + 1])) : Math.log(clamped(p));
  });
  return total / actual.length;
}

const clamped = (p: number): number => Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p));
