import { sizeOf } from '../engine/tensor';
import type { TensorData, Trace } from './trace';

/**
 * How the rows that go through a network alone are laid out: a sample each, or where the input has three
 * dimensions, samples × positions. An Embedding takes a number for a row.
 */
export const positionsOf = ({ model, data: { input } }: Pick<Trace, 'model' | 'data'>): number[] =>
  model[0].type === 'Embedding' ? input.shape : input.shape.slice(0, -1);

/** The same, as long as every layer keeps to it; a sample is a row where one does not. */
export function rowShape(trace: Trace): number[] {
  const rows = positionsOf(trace);
  const kept = trace.iterations[0].forward.every(({ output }) => hasRows(output, rows));
  return kept ? rows : rows.slice(0, 1);
}

/** Whether each row keeps to itself all the way: whether a tensor has these rows and nothing else. */
export const hasRows = ({ shape }: TensorData, rows: number[]): boolean =>
  shape.length === rows.length + 1 && rows.every((n, d) => shape[d] === n);

/** How many numbers a row has. */
export const numbersPerRow = ({ shape }: { shape: number[] }, rows: number[]): number =>
  sizeOf(shape) / sizeOf(rows);
