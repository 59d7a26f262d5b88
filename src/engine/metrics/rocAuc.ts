import { TensorLike } from '../tensor';
import { scoredOf } from './probabilities';

/**
 * The area under the ROC curve: the probability that a sample of the class has a higher score than a sample
 * outside it; ties count half. For more than two classes, the mean over the classes, each against the rest.
 * Source: sklearn.metrics.roc_auc_score (multi_class='ovr'); Mann and Whitney, Ann. Math. Stat. 18 (1947).
 * @param output samples × 1 or one per sample: the score of class 1, a probability or a logit; or
 * samples × classes
 * @param target one class per sample, or one-hot
 * @returns 0 to 1, 0.5 for random guesses; NaN if a class has no samples or all of them
 * @throws RangeError for shapes that don't match
 */
export function rocAuc(output: TensorLike, target: TensorLike): number {
  const { scores, classes, actual } = scoredOf('rocAuc', output, target);
  const area = (c: number): number =>
    areaOf(
      actual.map((_label, i) => scores[i * classes + c]),
      actual.map(label => label === c)
    );
  if (classes === 2) {
    return area(1);
  }
  let total = 0;
  for (let c = 0; c < classes; c++) {
    total += area(c);
  }
  return total / classes;
}

/** The area from the sum of the ranks of the positive samples; equal scores share their mean rank. */
function areaOf(scores: number[], positive: boolean[]): number {
  const order = scores.map((_score, i) => i).sort((a, b) => scores[a] - scores[b]);
  const count = positive.filter(Boolean).length;
  let ranks = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let hits = 0;
    while (end < order.length && scores[order[end]] === scores[order[start]]) {
      hits += Number(positive[order[end++]]);
    }
    // Ranks count from 1, so the mean rank of start … end − 1 is (start + 1 + end) / 2.
    ranks += (hits * (start + 1 + end)) / 2;
    start = Math.max(end, start + 1);
  }
  return (ranks - (count * (count + 1)) / 2) / (count * (scores.length - count));
}
