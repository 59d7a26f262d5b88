import { unravel } from '../../engine/tensor';
import { formatAddress, parseAddress } from '../../trace';
import type { Weights } from './weights';

/** The columns of the weight table. Relative: |step| / |before|. */
export const columnNames = ['before', 'grad', 'step', 'after', 'relative'] as const;
export type ColumnName = (typeof columnNames)[number];

/** A parameter's range among all rows. */
interface Part {
  name: string;
  shape: number[];
  start: number;
}

/** Every weight of a moment, one row each; an unknown column holds NaN. */
export interface Columns extends Record<ColumnName, Float64Array> {
  parts: Part[];
  length: number;
  /** The columns that hold numbers. */
  known: Set<ColumnName>;
}

/**
 * The table of a change of weights.
 * @param before null if unknown: then only `after` is known
 * @param grad the gradient of the step; null if unknown
 */
export function columnsOf(before: Weights | null, after: Weights, grad: Weights | null): Columns {
  const parts: Part[] = [];
  let length = 0;
  for (const [name, { shape, data }] of after) {
    parts.push({ name, shape, start: length });
    length += data.length;
  }
  const column = (weights: Weights | null): Float64Array => {
    const numbers = new Float64Array(length).fill(NaN);
    parts.forEach(({ name, start }) => {
      const tensor = weights?.get(name);
      if (tensor) {
        numbers.set(tensor.data, start);
      }
    });
    return numbers;
  };
  const [old, now] = [column(before), column(after)];
  const step = now.map((x, i) => x - old[i]);
  const relative = step.map((x, i) => Math.abs(x) / Math.abs(old[i]));
  const known = new Set<ColumnName>([
    'after',
    ...(before ? (['before', 'step', 'relative'] as const) : []),
    ...(grad ? (['grad'] as const) : [])
  ]);
  return { parts, length, before: old, grad: column(grad), step, after: now, relative, known };
}

/** The address of a row's weight. */
export function addressOf({ parts }: Columns, row: number): string {
  const part = parameterAt(parts, row);
  return formatAddress({ name: part.name, index: unravel(row - part.start, part.shape) });
}

/** The row of an address; −1 if there is none. */
export function rowOf({ parts }: Columns, address: string): number {
  const parsed = parseAddress(address);
  const part = parts.find(({ name }) => name === parsed?.name);
  if (!parsed || !part || parsed.index.length !== part.shape.length) {
    return -1;
  }
  const { shape, start } = part;
  return parsed.index.every((i, d) => i < shape[d])
    ? start + parsed.index.reduce((offset, i, d) => offset * shape[d] + i, 0)
    : -1;
}

/** The parameter that a row belongs to. */
export function parameterAt(parts: Part[], row: number): Part {
  let at = parts.length - 1;
  while (parts[at].start > row) {
    at--;
  }
  return parts[at];
}

/** Sorts the rows by |x| in a column. */
export interface Sort {
  column: ColumnName;
  /** −1 for descending, 1 for ascending. */
  direction: 1 | -1;
}

/**
 * The rows whose address contains the search text, sorted; NaN comes last.
 * @param sort null for the order of the model
 */
export function orderOf(columns: Columns, sort: Sort | null, search: string): Uint32Array {
  const wanted = search.trim().toLowerCase();
  let rows = Uint32Array.from({ length: columns.length }, (_, row) => row);
  if (wanted !== '') {
    rows = rows.filter(row => addressOf(columns, row).toLowerCase().includes(wanted));
  }
  if (sort) {
    const numbers = columns[sort.column];
    const { direction } = sort;
    const size = (row: number): number => (Number.isNaN(numbers[row]) ? -1 : Math.abs(numbers[row]));
    rows.sort((a, b) => {
      const [x, y] = [size(a), size(b)];
      return x < 0 || y < 0 ? y - x || a - b : direction * (x - y) || a - b;
    });
  }
  return rows;
}
