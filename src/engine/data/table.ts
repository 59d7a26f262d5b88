import { descriptionOf, shortened } from '../describe';
import { Message, failure, messageOf } from '../message';
import { suggestionFor } from '../suggest';
import { Tensor } from '../tensor';
import { TensorDataset } from './tensorDataset';

/** Which columns are features and which are targets. */
export interface TableOptions {
  /** The feature columns; by default every column that is not a target. */
  input?: string[];
  /** The target column or columns; the last column by default. */
  target?: string | string[];
  /** The class names in the order of their numbers; in alphabetical order by default. */
  classNames?: string[];
  /** A row with a missing value throws ('error', the default) or is skipped ('drop'). */
  missing?: 'error' | 'drop';
}

/** Every option, with an example of its value. */
export const tableOptions: Record<keyof TableOptions, unknown> = {
  input: ['length', 'width'],
  target: undefined,
  classNames: ['no', 'yes'],
  missing: 'error'
};

/** A table as read from a file: its cells are not yet converted to numbers. */
export interface RawTable {
  /** The name of the reading function, for error messages. */
  owner: string;
  columns: string[];
  rows: unknown[][];
  /** A row's position as error messages give it: `row 3 (line 4)`. */
  place: (row: number) => Message;
}

const absent = ['', 'na', 'nan', 'n/a', 'null', '?'];
const isMissing = (cell: unknown): boolean =>
  cell === undefined ||
  cell === null ||
  (typeof cell === 'string' && absent.includes(cell.trim().toLowerCase()));

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number in a cell; undefined if the cell holds no number. */
export function numberIn(cell: unknown): number | undefined {
  if (typeof cell === 'boolean') {
    return Number(cell);
  }
  const text = typeof cell === 'string' ? cell.trim() : '';
  const value = typeof cell === 'number' ? cell : decimal.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** The error for a column that there is not. */
function noColumn(owner: string, name: string, columns: string[]): RangeError {
  const meant = suggestionFor(name, columns);
  return meant === null
    ? failure(
        RangeError,
        "%1: there is no column '%2', only %3.",
        owner,
        shortened(name),
        columns.length > COLUMNS ? `${columns.slice(0, COLUMNS).join(', ')}, …` : columns.join(', ')
      )
    : failure(
        RangeError,
        "%1: there is no column '%2'. Did you mean '%3'?",
        owner,
        shortened(name),
        shortened(meant)
      );
}

/** What to do about a cell that is no number. */
function hintFor(cell: unknown): Message | string {
  if (isMissing(cell)) {
    return messageOf(" Leave such rows out with { missing: 'drop' }.");
  }
  return typeof cell === 'string' && /^\s*[+-]?\d+,\d+\s*$/.test(cell)
    ? messageOf(' It has a decimal comma: write a point, as in 1.5.')
    : '';
}

/** Columns that a message lists. */
const COLUMNS = 20;

/**
 * Converts a table to tensors. A text target becomes class numbers: for two classes a column of 0 and 1
 * (samples × 1, as BCELoss expects), for more classes one class per sample (as CrossEntropyLoss expects).
 * @throws RangeError that gives row and column
 */
export function toDataset(table: RawTable, options: TableOptions): TensorDataset {
  const { owner, columns } = table;
  const target = options.target ?? columns[columns.length - 1];
  const targets = typeof target === 'string' ? [target] : target;
  const isTarget = new Set(targets);
  const inputs = options.input ?? columns.filter(name => !isTarget.has(name));
  const places = placesOf(columns);
  const at = (name: string): number => {
    const found = places.get(name);
    if (found === undefined) {
      throw noColumn(owner, name, columns);
    }
    return found;
  };
  const [inputAt, targetAt] = [inputs.map(at), targets.map(at)];
  const used = [...inputAt, ...targetAt];
  const all = table.rows.map((_row, i) => i);
  const kept =
    options.missing === 'drop' ? all.filter(i => !used.some(k => isMissing(table.rows[i][k]))) : all;
  if (kept.length === 0 || inputs.length === 0) {
    throw inputs.length === 0
      ? failure(
          RangeError,
          '%1: there is no input column: name some, as in { input: %2 }.',
          owner,
          "['length']"
        )
      : failure(
          RangeError,
          '%1: there is no row of data: expected a line for each sample below the names.',
          owner
        );
  }
  const fail = (i: number, k: number, expected: Message): never => {
    const cell = table.rows[i][k];
    const what =
      cell === ''
        ? messageOf('empty')
        : isMissing(cell)
          ? messageOf('missing (%1)', String(cell))
          : descriptionOf(cell);
    throw failure(
      RangeError,
      "%1: %2, column '%3' is %4: expected %5.%6",
      owner,
      table.place(i),
      shortened(columns[k]),
      what,
      expected,
      hintFor(cell)
    );
  };
  const numbers = (which: number[]): Tensor =>
    new Tensor(
      [kept.length, which.length],
      Float64Array.from(
        kept.flatMap(i => which.map(k => numberIn(table.rows[i][k]) ?? fail(i, k, messageOf('a number'))))
      )
    );
  const labelled =
    targets.length === 1 &&
    (options.classNames !== undefined ||
      (kept.every(i => !isMissing(table.rows[i][targetAt[0]])) &&
        kept.some(i => numberIn(table.rows[i][targetAt[0]]) === undefined)));
  const featureNames = inputs;
  if (!labelled) {
    return new TensorDataset(numbers(inputAt), numbers(targetAt), { featureNames });
  }
  const k = targetAt[0];
  const label = (i: number): string => String(table.rows[i][k]).trim();
  const classNames = options.classNames ?? [...new Set(kept.map(label))].sort();
  const numberOf = placesOf(classNames);
  const classes = kept.map(i => {
    const found = numberOf.get(label(i));
    return found !== undefined && !isMissing(table.rows[i][k])
      ? found
      : fail(i, k, messageOf('one of %1', shortened(classNames.join(', '))));
  });
  const shape = classNames.length === 2 ? [kept.length, 1] : [kept.length];
  return new TensorDataset(numbers(inputAt), new Tensor(shape, Float64Array.from(classes)), {
    featureNames,
    classNames
  });
}

/** The first place of each name. */
const placesOf = (names: readonly string[]): Map<string, number> =>
  new Map(names.map((name, i): [string, number] => [name, i]).reverse());
