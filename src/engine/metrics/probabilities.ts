import { TensorLike, formatShape } from '../tensor';
import { finite } from './finite';

/** The scores of all classes for each sample, and the sample's actual class. */
export interface Scored {
  /** samples × classes; for single outputs two columns, 1 − p and p. */
  scores: Float64Array;
  classes: number;
  /** Whether the outputs were single ones, of class 1. */
  single: boolean;
  actual: number[];
}

/**
 * Converts outputs to one score per class, and targets to classes.
 * @param target one class per sample, in one dimension or as a column, or rows whose largest number wins
 * @throws RangeError for shapes that don't match, a number that is not finite, or a target outside the classes
 */
export function scoredOf(owner: string, output: TensorLike, target: TensorLike): Scored {
  const p = finite(output, 'output');
  const y = finite(target, 'target');
  const [samples, columns = 1] = p.shape;
  if (p.shape.length > 2 || y.shape.length > 2 || y.shape[0] !== samples) {
    throw new RangeError(
      `${owner} expects samples × outputs and a target for each, got ${formatShape(p.shape)} and ${formatShape(y.shape)}.`
    );
  }
  const classes = Math.max(2, columns);
  const wide = y.shape[1] ?? 1;
  const actual = Array.from({ length: samples }, (_, i) => {
    const row = y.data.subarray(i * wide, (i + 1) * wide);
    const label = wide === 1 ? row[0] : row.indexOf(Math.max(...row));
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`${owner}: target[${i}] is ${label}, expected a class from 0 to ${classes - 1}.`);
    }
    return label;
  });
  const scores =
    columns > 1
      ? p.data
      : Float64Array.from({ length: 2 * samples }, (_, k) => (k % 2 ? p.data[k >> 1] : 1 - p.data[k >> 1]));
  return { scores, classes, single: columns === 1, actual };
}
