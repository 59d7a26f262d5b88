import type { Place } from '../session';

/** Lines shown before the one that is meant. */
const BEFORE = 1;
/** The most characters of a line. */
const WIDTH = 110;
/** Characters of a long line that are shown before the place. */
const BEFORE_PLACE = 40;

/** Characters that take the width of two, such as Chinese ones. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** The line of a place with its number, the one before it, and a mark below the characters that are meant. */
export function excerpt(code: string, { line, column }: Place, length = 1): string[] {
  const lines = code.split('\n');
  const margin = String(line + 1).length;
  // A long line is shown from somewhat before the place.
  const from = column < WIDTH - length ? 0 : column - BEFORE_PLACE;
  const shown = lines.slice(Math.max(0, line - BEFORE), line + 1).map((text, i, { length: count }) => {
    const number = line + 2 - count + i;
    const isMeant = number === line + 1;
    return `${isMeant ? '→' : ' '} ${String(number).padStart(margin)} │ ${part(text, isMeant ? from : 0)}`;
  });
  const text = lines[line] ?? '';
  const marked = text.slice(column, column + Math.max(1, Math.min(length, WIDTH / 2)));
  const gap = `${from > 0 ? ' ' : ''}${blank(text.slice(from, column))}`;
  return [...shown, `  ${' '.repeat(margin)} │ ${gap}${'^'.repeat(blank(marked).length || 1)}`];
}

/** Blanks as wide as a text. */
const blank = (text: string): string => text.replace(WIDE, '  ').replace(/[^\t ]/g, ' ');

/** A text from a position on, with `…` for what is left out. */
const part = (text: string, from: number): string =>
  `${from > 0 ? '…' : ''}${text.slice(from, from + WIDTH)}${text.length > from + WIDTH ? '…' : ''}`;
