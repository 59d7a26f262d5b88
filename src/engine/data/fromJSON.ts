import { describe } from '../tensor';
import { messageOf } from '../message';
import { checkOptions } from '../options';
import { TableOptions, tableOptions, toDataset } from './table';
import { TensorDataset } from './tensorDataset';

/**
 * Reads samples and targets from JSON, as text or parsed: a list with one object per sample, whose keys are
 * the columns: `[{ "length": 39.1, "species": "Adelie" }, …]`. A text target becomes class numbers: for two
 * classes samples × 1 with 0 and 1, for more classes one class per sample.
 * @throws RangeError that gives row (counted from 1) and column; SyntaxError if the text is not JSON
 */
export function fromJSON(json: unknown, options: TableOptions = {}): TensorDataset {
  checkOptions('fromJSON', options, tableOptions);
  const list = typeof json === 'string' ? parse(json) : json;
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError(`fromJSON expects a list of objects, got ${describe(list)}.`);
  }
  const records = list.map((record: unknown, i) => {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      throw new TypeError(`fromJSON: row ${i + 1} is ${describe(record)}, expected an object.`);
    }
    return record as Record<string, unknown>;
  });
  const columns = Object.keys(records[0]);
  const rows = records.map(record =>
    columns.map(name => (Object.hasOwn(record, name) ? record[name] : null))
  );
  return toDataset({ owner: 'fromJSON', columns, rows, place: i => messageOf('row %1', i + 1) }, options);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`fromJSON: the text is no JSON: ${(error as Error).message}`);
  }
}
