import { Tensor, TensorLike, formatShape } from '../tensor';

/** How outputs and targets are read as classes. */
export interface LabelOptions {
  /**
   * A single output above it means class 1. When left out: whole numbers are classes themselves, others
   * probabilities, with 0.5 between the two. For logits, 0.
   */
  threshold?: number;
}

/** The classes that a model chose and those that were right, sample by sample. */
export interface Labels {
  predicted: number[];
  actual: number[];
  /** Every class that occurs in either, in order; all of them for an output of several columns. */
  classes: number[];
  /** Whether there are but 0 and 1, by the shape of the outputs or by what occurs. */
  binary: boolean;
}

/**
 * Outputs and targets as classes. A row of several numbers stands for the one that is largest (the first of
 * equals); a number by itself is a class, or on one side of the threshold.
 * @throws RangeError when there are not as many targets as outputs, or a single output is neither
 */
export function labelsOf(output: TensorLike, target: TensorLike, options: LabelOptions = {}): Labels {
  const outputs = Tensor.from(output, 'output');
  const targets = Tensor.from(target, 'target');
  if (outputs.shape[0] !== targets.shape[0]) {
    throw new RangeError(
      `A metric expects a target for every output: output is ${formatShape(outputs.shape)}, target ${formatShape(targets.shape)}.`
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
      `A metric expects probabilities or classes, got ${data[bad]}: ${name}[${bad}]. Are these logits? Then give it { threshold: 0 }.`
    );
  }
  return data.map(p => Number(p > 0.5));
}

/** The column of the largest number of a row; the first of equals. */
function largest(data: Float64Array, start: number, columns: number): number {
  let most = 0;
  for (let k = 1; k < columns; k++) {
    if (data[start + k] > data[start + most]) {
      most = k;
    }
  }
  return most;
}
