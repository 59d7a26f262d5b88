import { descriptionOf, shortened } from '../describe';
import { failure, messageOf } from '../message';
import { checkColumns, checkText } from './checkCSV';
import { checkOptions } from '../options';
import { RawTable, TableOptions, tableOptions, toDataset } from './table';
import { TensorDataset } from './tensorDataset';

/** Options of `fromCSV`. */
export interface CSVOptions extends TableOptions {
  /** The separator between two values; ',' by default. */
  delimiter?: string;
}

/**
 * Reads samples and targets from the text of a CSV file, whose first line names the columns. A text target
 * becomes class numbers: for two classes samples × 1 with 0 and 1, for more classes one class per sample.
 * Source: RFC 4180.
 *
 * `const data = fromCSV(text, { input: ['bill_length_mm', 'bill_depth_mm'], target: 'species' });`
 * @throws RangeError that gives row and column; rows count from 1, without the header line
 */
export function fromCSV(text: string, options: CSVOptions = {}): TensorDataset {
  checkOptions('fromCSV', options, { ...tableOptions, delimiter: ',' });
  checkText(text);
  const { delimiter = ',' } = options;
  if (delimiter.length !== 1) {
    throw failure(
      RangeError,
      "fromCSV: delimiter is %1, expected one character, such as ';' or a tab.",
      descriptionOf(delimiter)
    );
  }
  const records = parse(text.replace(/^\uFEFF/, ''), delimiter);
  const [first, ...rest] = records;
  if (!first) {
    throw failure(
      RangeError,
      'fromCSV: the text is empty: expected a line of names, then a line for each sample.'
    );
  }
  const columns = first.fields.map(name => name.trim());
  checkColumns(columns, delimiter, options);
  const seen = new Set<string>();
  const twice = columns.find(name => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    throw failure(RangeError, "fromCSV: two columns are called '%1': rename one of them.", shortened(twice));
  }
  const place: RawTable['place'] = i => messageOf('row %1 (line %2)', i + 1, rest[i].line);
  rest.forEach(({ fields }, i) => {
    if (fields.length !== columns.length) {
      throw failure(
        RangeError,
        'fromCSV: %1 has %2 values, expected %3, one a column.',
        place(i),
        fields.length,
        columns.length
      );
    }
  });
  return toDataset({ owner: 'fromCSV', columns, rows: rest.map(({ fields }) => fields), place }, options);
}

/** The values of each record and its first line. Quoted values may hold delimiters, line ends and doubled quotes. */
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
        throw new RangeError(
          `fromCSV: line ${line} has text after a closing quote, expected a delimiter or the line's end.`
        );
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
    // Skip empty lines.
    if (fields.length > 1 || fields[0].trim() !== '') {
      records.push({ fields, line: start });
    }
    fields = [];
    start = ++line;
  }
  return records;
}

/** The text between the quote at `i` and its closing quote; `end` is the index after the closing quote. */
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
