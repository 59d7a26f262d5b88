import { Tensor } from '../tensor';

/** PyTorch's default of `ignoreIndex`: no class has this number. */
export const IGNORED = -100;

/**
 * Outputs and classes as rows, without those of a class to ignore.
 * @param output … × classes
 * @param target a class for each row of `output`
 * @returns rows × classes and their classes; null if no row counts
 */
export function countedRows(
  output: Tensor,
  target: Tensor,
  ignored: number
): { output: Tensor; target: Tensor } | null {
  const width = output.shape[output.shape.length - 1];
  const rows = Array.from(target.data.keys()).filter(row => target.data[row] !== ignored);
  const numbers = new Float64Array(rows.length * width);
  rows.forEach((row, i) => numbers.set(output.data.subarray(row * width, (row + 1) * width), i * width));
  const classes = Float64Array.from(rows, row => target.data[row]);
  return rows.length === 0
    ? null
    : { output: new Tensor([rows.length, width], numbers), target: new Tensor([rows.length], classes) };
}
