import { Message, failure, messageOf } from '../message';
import { formatShape } from '../tensor';
import type { Tensor } from '../tensor';

/** Numbers that a message writes. */
const WRITTEN = 3;

/** The error for an input with another number of features; a list of numbers for one feature is written in rows. */
export function featuresError(layer: string, features: number, { shape, data }: Tensor): RangeError {
  const width = String(shape[shape.length - 1]);
  return failure(
    RangeError,
    '%1 expects %2 features, got %3: input is %4.%5',
    layer,
    features,
    width,
    formatShape(shape),
    features === 1 && shape.length === 1 && data.length > 1
      ? messageOf(' For %1 samples, write a row for each: %2.', data.length, inRows(data))
      : messageOf(' Give each sample as many numbers as the layer expects, or make the layer for %1.', width)
  );
}

/** Numbers as rows of one each, as one types them: `[[1], [0], …]`. */
export function inRows(data: Float64Array): string {
  const rows = Array.from(data.subarray(0, WRITTEN), x => `[${x}]`);
  return `[${[...rows, ...(data.length > WRITTEN ? ['…'] : [])].join(', ')}]`;
}

/** What to write for a target that has another shape than the output; empty if that is not plain. */
export function targetHint(output: readonly number[], { shape, data }: Tensor): Message | string {
  const [rows, width] = output.slice(-2);
  // A list of indices is one sample, and so is its target.
  const isOneSample = output.length === 3 && output[0] === 1 && shape.length === 2 && shape[0] === 1;
  const isList = shape.length === 1 && output.length === 2;
  if ((isList || isOneSample) && width === 1 && rows === shape[shape.length - 1]) {
    return isList
      ? messageOf(' Write a row for each sample: %1.', inRows(data))
      : messageOf(' Write a row for each index: %1.', inRows(data));
  }
  const same = shape.length === output.length && shape.slice(1).every((n, d) => n === output[d + 1]);
  return same && shape[0] !== output[0]
    ? messageOf(' There are %1 samples and %2 targets: give each sample one.', output[0], shape[0])
    : '';
}
