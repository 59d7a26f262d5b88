import { TensorLike } from '../tensor';
import { scoredOf } from './probabilities';

/**
 * The area under the ROC curve: how likely a sample of the class has a higher score than one that is not of it;
 * ties count half. For more than two classes, the mean over each class against the rest.
 * Source: sklearn.metrics.roc_auc_score (multi_class='ovr'); Mann and Whitney, Ann. Math. Stat. 18 (1947).
 * @param output samples × 1 or one a sample: the score of class 1, a probability or a logit; samples × classes
 * @param target a class a sample, or one-hot
 * @returns 0 to 1, 0.5 for guesses; NaN when a class has no sample, or all
 * @throws RangeError for shapes that don't fit
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

/** From the sum of the ranks of those that are of the class; equal scores share their ranks. */
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
    // Ranks start at 1: those from start to end − 1 have this mean.
    ranks += (hits * (start + 1 + end)) / 2;
    start = Math.max(end, start + 1);
  }
  return (ranks - (count * (count + 1)) / 2) / (count * (scores.length - count));
}
