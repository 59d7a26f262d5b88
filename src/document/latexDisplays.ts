import { TeXPrinter, Translate, sentenceText, textToTeX } from '../derivation';
import type { Document, Section, Table } from './document';
import { readable } from './markup';

/** LaTeX can't break a display over pages: at most this many lines and rows in one. */
const LINES = 6;
const ROWS = 24;
/** LaTeX does not wrap displays either. The width of nbconvert's page and the mean width of a letter, in em. */
const ROOM = 41;
const LETTER = 0.5;

/**
 * A document as displays between $$, with amsmath's `aligned` and `array` alone: nbconvert hands them to LaTeX as they
 * are, and MathJax and KaTeX know no other environments.
 */
export function toLatex(document: Document, translate: Translate, digits: number): string {
  const { heading, about, sentences, sections, table } = document;
  return [
    title(heading, about),
    ...sentences.map(text => stacked(broken(text).map(row => `\\text{${texText(row)}}`))),
    ...sections.flatMap(section => displays(section, translate, digits)),
    ...(table ? [tableTeX(table, translate)] : [])
  ]
    .map(tex => `$$\n${tex}\n$$`)
    .join('\n\n');
}

function title(heading: string, about: string[]): string {
  const rows: string[][] = [[]];
  let room = ROOM - widthOf(heading) - 2;
  for (const text of about) {
    if (widthOf(text) > room && rows[0].length > 0) {
      rows.push([]);
      room = ROOM;
    }
    room -= widthOf(text) + 1;
    rows[rows.length - 1].push(`\\text{${texText(text)}}`);
  }
  const [first, ...others] = rows.map(row => row.join(' \\quad '));
  return stacked([`\\textbf{${texText(heading)}} \\qquad ${first}`, ...others]);
}

/** Rows of text, one below the other. */
const stacked = (rows: string[]): string =>
  rows.length === 1 ? rows[0] : `\\begin{array}{l}\n${rows.join(' \\\\\n')}\n\\end{array}`;

/** Wraps a text at spaces, and before any Chinese letter, to the width of the page. */
function broken(text: string): string[] {
  const rows = [''];
  for (const word of text.split(/(?<= )|(?=[\u3400-\u9fff])/)) {
    const last = rows.length - 1;
    if (widthOf(rows[last] + word.trimEnd()) > ROOM) {
      rows.push(word);
    } else {
      rows[last] += word;
    }
  }
  return rows.map(row => row.trimEnd()).filter(row => row !== '');
}

/** The approximate width of a text, in em. An arrow or a Chinese letter is 1 em wide. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((width, letter) => width + (letter > '\u20ff' ? 1 : LETTER), 0);

function displays({ question, blocks, more }: Section, translate: Translate, digits: number): string[] {
  const printer = new TeXPrinter({ digits, more: n => translate('%1 more terms', n), room: ROOM });
  const parts: string[][] = [[]];
  let rows = 0;
  for (const line of blocks.flatMap(({ lines }) => lines.map(line => tight(printer.line(line))))) {
    const high = line.split('\\\\').length;
    const last = parts[parts.length - 1];
    if (last.length > 0 && (last.length === LINES || rows + high > ROWS)) {
      parts.push([]);
      rows = 0;
    }
    parts[parts.length - 1].push(line);
    rows += high;
  }
  return parts.map((part, i) => {
    const rows = [
      ...(i === 0 ? [`\\textbf{${texText(sentenceText(question, translate))}}`] : []),
      `\\begin{aligned}\n${part.join(' \\\\[0.4em]\n')}\n\\end{aligned}`,
      ...(more > 0 && i === parts.length - 1 ? [`\\text{${texText(translate('… %1 more', more))}}`] : [])
    ];
    return `\\begin{array}{l}\n${rows.join(' \\\\[0.6em]\n')}\n\\end{array}`;
  });
}

function tableTeX({ head, rows, more }: Table, translate: Translate): string {
  const line = (cells: string[]): string => cells.join(' & ');
  const body = [
    line(head.map(text => `\\text{${texText(text)}}`)),
    ...rows.map(
      ([name, ...numbers], i) =>
        // The rule stands before the first row.
        `${i === 0 ? '\\hline\n' : ''}${line([`\\texttt{${texText(name.text)}}`, ...numbers.map(({ text }) => numberTeX(text))])}`
    ),
    ...(more > 0 ? [`\\text{${texText(translate('… %1 more', more))}}`] : [])
  ];
  return `\\begin{array}{l${'r'.repeat(head.length - 1)}}\n${body.join(' \\\\\n')}\n\\end{array}`;
}

/** Parentheses around a plain number are as high as it: they need no \left and \right. */
const tight = (tex: string): string => tex.replace(/\\left\((-?[\d.]+)\\right\)/g, '($1)');

/** A plain number needs no \text{}: mathematics has the same digits. */
const numberTeX = (text: string): string =>
  /^−?[\d.]+$/.test(text) ? text.replace('−', '-') : `\\text{${texText(text)}}`;

/** Text for \text{}. */
export const texText = (text: string): string => textToTeX(readable(text));
