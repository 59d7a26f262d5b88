import { TensorLike } from '../tensor';
import { countConfusions } from './confusionMatrix';
import { LabelOptions, labelsOf } from './labels';

/** How one class was found. */
export interface ClassScores {
  /** The class. */
  label: number;
  /** Of those given this class, the share that is of it. */
  precision: number;
  /** Of those that are of this class, the share that was given it. */
  recall: number;
  /** 2 · precision · recall / (precision + recall). */
  f1: number;
  /** How many samples are of this class. */
  support: number;
}

/** How the scores of the classes become one number. */
export interface AverageOptions extends LabelOptions {
  /**
   * 'binary': class 1's alone; 'macro': the mean over the classes; 'weighted': the mean weighted by their
   * support; 'micro': over all decisions together. When left out: 'binary' for two classes, 0 and 1, else 'macro'.
   */
  average?: 'binary' | 'macro' | 'micro' | 'weighted';
}

/** n / d; 0 when there was nothing to count, as scikit-learn has it. */
const ratio = (n: number, d: number): number => (d === 0 ? 0 : n / d);

const scores = (label: number, hits: number, given: number, support: number): ClassScores => ({
  label,
  precision: ratio(hits, given),
  recall: ratio(hits, support),
  f1: ratio(2 * hits, given + support),
  support
});

/**
 * Precision, recall and F1 of each class. A quotient by 0 counts as 0.
 * Source: sklearn.metrics.precision_recall_fscore_support.
 * @param output samples × classes, samples × 1 probabilities, or a class a sample
 * @param target the same forms
 * @throws RangeError for shapes that don't fit
 */
export function classScores(output: TensorLike, target: TensorLike, options?: LabelOptions): ClassScores[] {
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

/** One number for all classes. */
function averaged(
  name: 'precision' | 'recall' | 'f1',
  output: TensorLike,
  target: TensorLike,
  options: AverageOptions = {}
): number {
  const each = classScores(output, target, options);
  const { binary, predicted, actual } = labelsOf(output, target, options);
  const average = options.average ?? (binary ? 'binary' : 'macro');
  switch (average) {
    case 'binary':
      if (!binary) {
        throw new RangeError(
          `${name}: average 'binary' is for classes 0 and 1, but there are ${each.map(({ label }) => label).join(', ')}: take 'macro', 'micro' or 'weighted'.`
        );
      }
      return each.find(({ label }) => label === 1)?.[name] ?? 0;
    case 'micro': {
      const hits = predicted.filter((label, i) => label === actual[i]).length;
      return scores(0, hits, predicted.length, actual.length)[name];
    }
    case 'macro': {
      // As scikit-learn does: only classes that occur, in what was given or in what is.
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
 * Of the samples given a class, the share that is of it.
 * Source: sklearn.metrics.precision_score.
 * @throws RangeError for shapes that don't fit, or 'binary' with other classes than 0 and 1
 */
export const precision = (output: TensorLike, target: TensorLike, options?: AverageOptions): number =>
  averaged('precision', output, target, options);

/**
 * Of the samples of a class, the share that was given it.
 * Source: sklearn.metrics.recall_score.
 * @throws RangeError for shapes that don't fit, or 'binary' with other classes than 0 and 1
 */
export const recall = (output: TensorLike, target: TensorLike, options?: AverageOptions): number =>
  averaged('recall', output, target, options);

/**
 * The harmonic mean of precision and recall.
 * Source: sklearn.metrics.f1_score.
 * @throws RangeError for shapes that don't fit, or 'binary' with other classes than 0 and 1
 */
export const f1 = (output: TensorLike, target: TensorLike, options?: AverageOptions): number =>
  averaged('f1', output, target, options);
