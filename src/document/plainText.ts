import { Translate } from '../derivation';
import type { Document, Table } from './document';
import { hint } from './html';

/** At most this many rows of a table are printed. */
const ROWS = 12;

/** Plain text for a terminal: heading, sentences, the numbers in a few lines, and how to see the rest. */
export function toPlain({ heading, about, sentences, table, plain }: Document, translate: Translate): string {
  const body = plain ?? (table ? columns(table, translate) : []);
  return [[heading, ...about].join(' · '), ...sentences, ...body, `(${hint(translate)})`].join('\n');
}

function columns({ head, rows, more }: Table, translate: Translate): string[] {
  const shown = [head, ...rows.slice(0, ROWS).map(cells => cells.map(({ text }) => text))];
  const hidden = more + Math.max(0, rows.length - ROWS);
  const widths = head.map((_, k) => Math.max(...shown.map(row => row[k].length)));
  return [
    ...shown.map(row =>
      row.map((cell, k) => (k ? cell.padStart(widths[k]) : cell.padEnd(widths[k]))).join('  ')
    ),
    ...(hidden > 0 ? [translate('… %1 more', hidden)] : [])
  ];
}
