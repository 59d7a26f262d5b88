import { sizeOf } from '../engine/tensor';
import type { TensorData, Trace } from './trace';

/**
 * The layout of the input's rows, which the layers transform independently: `[samples]`, or for a three-dimensional
 * input `[samples, positions]`. For an Embedding each number is a row.
 */
export const positionsOf = ({ model, data: { input } }: Pick<Trace, 'model' | 'data'>): number[] =>
  model[0].type === 'Embedding' ? input.shape : input.shape.slice(0, -1);

/** `positionsOf`, if the output of every layer has these rows; otherwise `[samples]`. */
export function rowShape(trace: Trace): number[] {
  const rows = positionsOf(trace);
  const kept = trace.iterations[0].forward.every(({ output }) => hasRows(output, rows));
  return kept ? rows : rows.slice(0, 1);
}

/** Whether a tensor consists of these rows: its shape is `rows` and one more dimension. */
export const hasRows = ({ shape }: TensorData, rows: number[]): boolean =>
  shape.length === rows.length + 1 && rows.every((n, d) => shape[d] === n);

/** How many numbers a row of a tensor has. */
export const numbersPerRow = ({ shape }: { shape: number[] }, rows: number[]): number =>
  sizeOf(shape) / sizeOf(rows);
