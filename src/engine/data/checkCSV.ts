import { descriptionOf, shortened } from '../describe';
import { foreignTable } from '../files/foreign';
import { failure } from '../message';
import { TableOptions, numberIn } from './table';

/** Separators other than the comma, as one writes them. */
const separators = [',', ';', '\t', '|'];

/** Names in a message; of more, the first ones. */
const NAMES = 4;

/** @throws TypeError unless `text` is a text; RangeError if it is a file's path, or of another format than CSV */
export function checkText(text: unknown): void {
  if (typeof text !== 'string') {
    throw failure(
      TypeError,
      "fromCSV expects the text of a file, got %1. Write readFileSync(path, 'utf8').",
      descriptionOf(text)
    );
  }
  if (!/[\r\n]/.test(text) && /\.(csv|tsv|txt|json)$/i.test(text)) {
    throw failure(
      RangeError,
      "fromCSV expects the text of a file, got its path. Write fromCSV(readFileSync('%1', 'utf8')).",
      shortened(text)
    );
  }
  const kind = foreignTable(text);
  if (kind) {
    throw failure(RangeError, 'fromCSV expects a table: %1.', kind);
  }
}

/**
 * Checks the names in the first line.
 * @param delimiter the separator with which the line was read
 * @throws RangeError for one column with another separator in it, for numbers instead of names, and for a column without
 * a name that would be a feature or the target
 */
export function checkColumns(
  columns: string[],
  delimiter: string,
  { input, target }: Pick<TableOptions, 'input' | 'target'>
): void {
  const other = separators.find(each => each !== delimiter && columns[0].includes(each));
  if (columns.length === 1 && other !== undefined) {
    throw failure(
      RangeError,
      "fromCSV: there is one column, '%1'. Is the delimiter %2? Write { delimiter: %2 }.",
      shortened(columns[0]),
      JSON.stringify(other).replaceAll('"', "'")
    );
  }
  if (columns.length === 1) {
    throw failure(
      RangeError,
      "fromCSV: there is one column, '%1', which is the target: there is no input column.",
      shortened(columns[0])
    );
  }
  if (input === undefined && target === undefined && areNumbers(columns)) {
    const names = columns.map((_name, i) => (i < columns.length - 1 ? `x${i + 1}` : 'y'));
    throw failure(
      RangeError,
      "fromCSV: the first line, '%1', has numbers instead of names. Is the header missing? Write %2.",
      shortened(columns.join(delimiter)),
      names.length > 2 * NAMES
        ? `${names.slice(0, NAMES).join(delimiter)}${delimiter}…`
        : names.join(delimiter)
    );
  }
  const nameless = columns.findIndex(name => /^(Unnamed: \d+)?$/.test(name));
  const named = columns.filter((name, i) => i !== nameless && name !== '');
  if (nameless >= 0 && (input === undefined || (target === undefined && nameless === columns.length - 1))) {
    const wanted = named.filter(name => target === undefined || ![target].flat().includes(name));
    const features = target === undefined ? wanted.slice(0, -1) : wanted;
    throw failure(
      RangeError,
      'fromCSV: column %1 has no name. Is it a row number? Name the columns that you want: { input: %2, target: %3 }.',
      nameless + 1,
      listed(features),
      target === undefined ? `'${named[named.length - 1]}'` : listed([target].flat())
    );
  }
}

const listed = (names: string[]): string => {
  const some = names.slice(0, NAMES).map(name => `'${shortened(name)}'`);
  return `[${[...some, ...(names.length > NAMES ? ['…'] : [])].join(', ')}]`;
};

/** Whether a line holds numbers instead of names: but for a class at its end, and but for numbers counted, as years. */
function areNumbers(columns: string[]): boolean {
  const values = columns.slice(0, -1).map(numberIn);
  if (values.some(value => value === undefined)) {
    return false;
  }
  const numbers = values as number[];
  const step = numbers[1] - numbers[0];
  const counted =
    numbers.length > 1 &&
    step > 0 &&
    numbers.every((x, i) => Number.isInteger(x) && x === numbers[0] + i * step);
  return !counted;
}
