import { TensorLike } from '../tensor';
import { checkOptions } from '../options';
import { countConfusions } from './confusionMatrix';
import { LabelOptions, labelsOf } from './labels';

/** Precision, recall and F1 of one class. */
export interface ClassScores {
  /** The class. */
  label: number;
  /** The share of the samples predicted as this class that belong to it. */
  precision: number;
  /** The share of this class's samples that were predicted as it. */
  recall: number;
  /** 2 · precision · recall / (precision + recall). */
  f1: number;
  /** The number of samples of this class. */
  support: number;
}

/** How the classes' scores are averaged. */
export interface AverageOptions extends LabelOptions {
  /**
   * 'binary': the score of class 1; 'macro': the mean over the classes; 'weighted': the mean weighted by
   * support; 'micro': the score over all samples together. By default 'binary' if the classes are 0 and 1,
   * otherwise 'macro'.
   */
  average?: 'binary' | 'macro' | 'micro' | 'weighted';
}

/** n / d; 0 if d is 0, as in scikit-learn. */
const ratio = (n: number, d: number): number => (d === 0 ? 0 : n / d);

const scores = (label: number, hits: number, given: number, support: number): ClassScores => ({
  label,
  precision: ratio(hits, given),
  recall: ratio(hits, support),
  f1: ratio(2 * hits, given + support),
  support
});

/**
 * Precision, recall and F1 of each class. Division by 0 gives 0.
 * Source: sklearn.metrics.precision_recall_fscore_support.
 * @param output samples × classes, samples × 1 probabilities, or one class per sample
 * @param target in any of these forms
 * @throws RangeError for shapes that don't match
 */
export function classScores(
  output: TensorLike,
  target: TensorLike,
  options: LabelOptions = {}
): ClassScores[] {
  checkOptions('classScores', options, { threshold: 0.5 });
  const labels = labelsOf(output, target, options);
  const { data } = countConfusions(labels);
  const n = labels.classes.length;
  const total = (of: (i: number) => number): number =>
    labels.classes.reduce((sum, _label, i) => sum + data[of(i)], 0);
  return labels.classes.map((label, c) =>
    scores(
      label,
      data[c * n + c],
      total(i => i * n + c),
      total(i => c * n + i)
    )
  );
}

/** A score averaged over the classes. */
function averaged(
  name: 'precision' | 'recall' | 'f1',
  output: TensorLike,
  target: TensorLike,
  options: AverageOptions = {}
): number {
  checkOptions(name, options, { average: 'macro', threshold: 0.5 });
  const { threshold } = options;
  const each = classScores(output, target, { threshold });
  const { binary, predicted, actual } = labelsOf(output, target, { threshold });
  const average = options.average ?? (binary ? 'binary' : 'macro');
  switch (average) {
    case 'binary':
      if (!binary) {
        throw new RangeError(
          `${name}: average 'binary' is for classes 0 and 1, but the classes are ${each.map(({ label }) => label).join(', ')}: use 'macro', 'micro' or 'weighted'.`
        );
      }
      return each.find(({ label }) => label === 1)?.[name] ?? 0;
    case 'micro': {
      const hits = predicted.filter((label, i) => label === actual[i]).length;
      return scores(0, hits, predicted.length, actual.length)[name];
    }
    case 'macro': {
      // As in scikit-learn: only classes that occur, predicted or actual.
      const met = each.filter(({ label, support }) => support > 0 || predicted.includes(label));
      return ratio(
        met.reduce((sum, score) => sum + score[name], 0),
        met.length
      );
    }
    case 'weighted':
      return ratio(
        each.reduce((sum, score) => sum + score[name] * score.support, 0),
        actual.length
      );
    default:
      throw new TypeError(
        `${name}: average is ${String(average)}, expected 'binary', 'macro', 'micro' or 'weighted'.`
      );
  }
}

/**
 * The share of the samples predicted as a class that belong to it.
 * Source: sklearn.metrics.precision_score.
 * @throws RangeError for shapes that don't match, or 'binary' with classes other than 0 and 1
 */
export const precision = (output: TensorLike, target: TensorLike, options?: AverageOptions): number =>
  averaged('precision', output, target, options);

/**
 * The share of a class's samples that were predicted as it.
 * Source: sklearn.metrics.recall_score.
 * @throws RangeError for shapes that don't match, or 'binary' with classes other than 0 and 1
 */
export const recall = (output: TensorLike, target: TensorLike, options?: AverageOptions): number =>
  averaged('recall', output, target, options);

/**
 * The harmonic mean of precision and recall.
 * Source: sklearn.metrics.f1_score.
 * @throws RangeError for shapes that don't match, or 'binary' with classes other than 0 and 1
 */
export const f1 = (output: TensorLike, target: TensorLike, options?: AverageOptions): number =>
  averaged('f1', output, target, options);
