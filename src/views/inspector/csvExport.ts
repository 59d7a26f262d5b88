import { csvFormatRows } from 'd3';
import { plainText as text } from '../../trace';
import { exact } from '../page/dom';
import { Columns, addressOf, columnNames } from './columns';
import type { HistoryPoint } from './weightHistory';

/** A number to the last digit; an empty text if it is unknown. */
const number = (x: number | null): string => (x === null ? '' : exact(x));

/** The table as CSV in its current order, every number to the last digit. */
export function tableToCSV(columns: Columns, order: Uint32Array): string {
  const known = columnNames.filter(name => columns.known.has(name));
  const rows = Array.from(order, row => [
    text(addressOf(columns, row)),
    ...known.map(name => number(columns[name][row]))
  ]);
  return `${csvFormatRows([['parameter', ...known], ...rows])}\n`;
}

/** Histories as CSV, one row per weight and moment. */
export function historiesToCSV(
  histories: { address: string; points: HistoryPoint[] }[],
  cellOf: (entry: string) => string
): string {
  const rows = histories.flatMap(({ address, points }) =>
    points.map(({ time, value, loss, lr, entry }) => [
      text(address),
      String(time),
      text(cellOf(entry)),
      number(value),
      number(loss),
      number(lr)
    ])
  );
  return `${csvFormatRows([['parameter', 'update', 'cell', 'value', 'loss', 'lr'], ...rows])}\n`;
}
