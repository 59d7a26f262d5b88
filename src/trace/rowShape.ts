import { Activation } from '../engine';
import { layers } from '../engine/registry';
import { sizeOf } from '../engine/tensor';
import type { LayerSpec, TensorData, Trace } from './trace';

/**
 * The layout of the input's rows, which the layers transform independently: `[samples]`, or for a three-dimensional
 * input `[samples, positions]`. For an Embedding each number is a row. Rows that a Flatten joins are one row.
 */
export function positionsOf({ model, data: { input } }: Pick<Trace, 'model' | 'data'>): number[] {
  let dimensions = input.shape.length;
  let rows = model[0].type === 'Embedding' ? dimensions : dimensions - 1;
  for (const { type, startDim = 1, endDim = -1 } of model) {
    if (type === 'Embedding') {
      dimensions++;
    } else if (type === 'Flatten') {
      const [start, end] = [startDim, endDim].map(dim => Number(dim) + (Number(dim) < 0 ? dimensions : 0));
      rows = Math.min(rows, Math.max(1, start));
      dimensions -= end - start;
    }
  }
  return input.shape.slice(0, rows);
}

/** `positionsOf`, if the output of every layer has these rows; otherwise `[samples]`. */
export function rowShape(trace: Trace): number[] {
  const rows = positionsOf(trace);
  return firstWithoutRows(trace, rows) < 0 ? rows : rows.slice(0, 1);
}

/**
 * The index of the first layer whose output does not consist of these rows; -1 if there is none. Up to a Flatten the
 * numbers of a row may have several dimensions, as long as the layers treat each number alone.
 */
export function firstWithoutRows({ model, iterations }: Trace, rows: number[]): number {
  const joined = Math.max(-1, ...model.map(({ type }, at) => (type === 'Flatten' ? at : -1)));
  return iterations[0].forward.findIndex(
    ({ output }, at) =>
      !hasRows(output, rows) && !(at < joined && startsWith(output, rows) && treatsNumbersAlone(model[at]))
  );
}

/** Whether a tensor consists of these rows: its shape is `rows` and one more dimension. */
const hasRows = (tensor: TensorData, rows: number[]): boolean =>
  tensor.shape.length === rows.length + 1 && startsWith(tensor, rows);

const startsWith = ({ shape }: TensorData, rows: number[]): boolean => rows.every((n, d) => shape[d] === n);

/** Whether each number of a layer's output comes from one number of its input. */
const treatsNumbersAlone = ({ type, numParameters = 1 }: LayerSpec): boolean =>
  ['Embedding', 'Dropout', 'Flatten'].includes(type) ||
  (Object.hasOwn(layers, type) && layers[type].prototype instanceof Activation && numParameters === 1);

/** How many numbers a row of a tensor has. */
export const numbersPerRow = ({ shape }: { shape: number[] }, rows: number[]): number =>
  sizeOf(shape) / sizeOf(rows);
