import { describe } from '../tensor';
import { RawTable, TableOptions, toDataset } from './table';
import { TensorDataset } from './tensorDataset';

/** Options of `fromCSV`. */
export interface CSVOptions extends TableOptions {
  /** What stands between two values; ',' when left out. */
  delimiter?: string;
}

/**
 * The text of a CSV file as samples and targets; its first line names the columns. A target that is text
 * becomes class numbers: samples × 1 of 0 and 1 for two classes, a class a sample for more.
 * Source: RFC 4180.
 *
 * `const data = fromCSV(text, { input: ['bill_length_mm', 'bill_depth_mm'], target: 'species' });`
 * @throws RangeError that names row and column; rows are counted from 1, without the first line
 */
export function fromCSV(text: string, options: CSVOptions = {}): TensorDataset {
  if (typeof text !== 'string') {
    throw new TypeError(`fromCSV expects the text of a file, got ${describe(text)}.`);
  }
  const records = parse(text.replace(/^\uFEFF/, ''), options.delimiter ?? ',');
  const [first, ...rest] = records;
  if (!first) {
    throw new RangeError('fromCSV: the text is empty.');
  }
  const columns = first.fields.map(name => name.trim());
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(`fromCSV: two columns are called '${twice}'.`);
  }
  const place: RawTable['place'] = i => `row ${i + 1} (line ${rest[i].line})`;
  rest.forEach(({ fields }, i) => {
    if (fields.length !== columns.length) {
      throw new RangeError(
        `fromCSV: ${place(i)} has ${fields.length} values, expected ${columns.length}, one a column.`
      );
    }
  });
  return toDataset({ owner: 'fromCSV', columns, rows: rest.map(({ fields }) => fields), place }, options);
}

/** The values of each line, and where it begins. Quotes hold delimiters, line ends and doubled quotes. */
function parse(text: string, delimiter: string): { fields: string[]; line: number }[] {
  const records: { fields: string[]; line: number }[] = [];
  let fields: string[] = [];
  let [i, line, start] = [0, 1, 1];
  while (i < text.length) {
    let value: string;
    if (text[i] === '"') {
      const { content, end } = quoted(text, i, line);
      value = content;
      line += content.split('\n').length - 1;
      i = end;
      if (i < text.length && text[i] !== delimiter && !/[\r\n]/.test(text[i])) {
        throw new RangeError(`fromCSV: line ${line} goes on after a closing quote.`);
      }
    } else {
      const from = i;
      while (i < text.length && text[i] !== delimiter && text[i] !== '\n' && text[i] !== '\r') {
        i++;
      }
      value = text.slice(from, i);
    }
    fields.push(value);
    if (text[i] === delimiter && i + 1 < text.length) {
      i++;
      continue;
    }
    if (text[i] === delimiter) {
      fields.push('');
      i++;
    }
    i += text.startsWith('\r\n', i) ? 2 : 1;
    // An empty line is none.
    if (fields.length > 1 || fields[0].trim() !== '') {
      records.push({ fields, line: start });
    }
    fields = [];
    start = ++line;
  }
  return records;
}

/** What is between the quote at `i` and the one that closes it, and where it ends. */
function quoted(text: string, i: number, line: number): { content: string; end: number } {
  let end = i + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) {
      throw new RangeError(`fromCSV: a quote that opens in line ${line} is never closed.`);
    }
    if (text[end + 1] !== '"') {
      return { content: text.slice(i + 1, end).replaceAll('""', '"'), end: end + 1 };
    }
    end += 2;
  }
}
