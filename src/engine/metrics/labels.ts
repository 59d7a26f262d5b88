import { failure } from '../message';
import { Tensor, TensorLike, formatShape } from '../tensor';
import { finite } from './finite';

/** How outputs are converted to classes. */
export interface LabelOptions {
  /**
   * A single output above the threshold means class 1. By default whole numbers are classes, and other numbers
   * are probabilities with the threshold 0.5. For logits, pass 0.
   */
  threshold?: number;
}

/** The predicted and the actual class of each sample. */
export interface Labels {
  predicted: number[];
  actual: number[];
  /** The classes that occur, in ascending order; for an output of several columns, all classes. */
  classes: number[];
  /** Whether 0 and 1 are the only classes: at most two columns, and no other class occurs. */
  binary: boolean;
}

/**
 * Converts outputs and targets to classes. A row of several numbers means the column of the largest (the first
 * if several are equal); a single number is a class or is compared with the threshold.
 * @throws RangeError if outputs and targets differ in number, a number is not finite, or a single output is neither
 * a class nor a probability
 */
export function labelsOf(output: TensorLike, target: TensorLike, options: LabelOptions = {}): Labels {
  const outputs = finite(output, 'output');
  const targets = finite(target, 'target');
  if (outputs.shape[0] !== targets.shape[0]) {
    throw failure(
      RangeError,
      'A metric expects a target for every output: output is %1, target %2. Give each row of the output one target.',
      formatShape(outputs.shape),
      formatShape(targets.shape)
    );
  }
  const predicted = classesOf(outputs, 'output', options.threshold);
  const actual = classesOf(targets, 'target');
  const columns = Math.max(outputs.shape[1] ?? 1, targets.shape[1] ?? 1);
  const occurring = [...new Set([...predicted, ...actual])].sort((a, b) => a - b);
  const classes = columns > 1 ? Array.from({ length: columns }, (_, c) => c) : occurring;
  return {
    predicted,
    actual,
    classes: columns > 1 && occurring.every(c => c < columns) ? classes : occurring,
    binary: columns <= 2 && occurring.every(c => c === 0 || c === 1)
  };
}

function classesOf(values: Tensor, name: string, threshold?: number): number[] {
  const [samples, columns = 1] = values.shape;
  if (values.shape.length > 2) {
    throw new RangeError(`A metric expects samples × outputs, got ${formatShape(values.shape)}: ${name}.`);
  }
  if (columns > 1) {
    return Array.from({ length: samples }, (_, i) => largest(values.data, i * columns, columns));
  }
  const data = Array.from(values.data);
  if (threshold !== undefined) {
    return data.map(p => Number(p > threshold));
  }
  if (data.every(Number.isInteger)) {
    return data;
  }
  const bad = data.findIndex(p => !(p >= 0 && p <= 1));
  if (bad >= 0) {
    throw new RangeError(
      `A metric expects probabilities or classes, got ${data[bad]}: ${name}[${bad}]. If these are logits, pass { threshold: 0 }.`
    );
  }
  return data.map(p => Number(p > 0.5));
}

/** The column of the largest number of a row; the first if several are equal. */
function largest(data: Float64Array, start: number, columns: number): number {
  let most = 0;
  for (let k = 1; k < columns; k++) {
    if (data[start + k] > data[start + most]) {
      most = k;
    }
  }
  return most;
}
