import { Line, TeXPrinter, Translate, textToTeX } from '../../derivation';
import type { Document, Section, Table } from './document';
import { readable } from './markup';

/** A display can't be broken over pages: no more lines than this in one. */
const LINES = 6;

/**
 * Displays between $$, of amsmath's `aligned` and `array` alone: LaTeX typesets them as nbconvert hands them on,
 * and so do MathJax and KaTeX, which know no other environments.
 */
export function toLatex(document: Document, translate: Translate): string {
  const { heading, about, sentences, sections, table } = document;
  const title = `\\textbf{${texText(heading)}} \\qquad ${about.map(text => `\\text{${texText(text)}}`).join(' \\quad ')}`;
  return [
    title,
    ...sentences.map(text => `\\text{${texText(text)}}`),
    ...sections.flatMap(section => displays(section, translate)),
    ...(table ? [tableTeX(table, translate)] : [])
  ]
    .map(tex => `$$\n${tex}\n$$`)
    .join('\n\n');
}

function displays({ question, lines, more }: Section, translate: Translate): string[] {
  const parts: Line[][] = [];
  for (let i = 0; i < lines.length; i += LINES) {
    parts.push(lines.slice(i, i + LINES));
  }
  const printer = new TeXPrinter(false, n => translate('%1 more terms', n));
  return parts.map((part, i) => {
    const rows = [
      ...(i === 0 ? [`\\textbf{${texText(question)}}`] : []),
      `\\begin{aligned}\n${part.map(line => printer.line(line)).join(' \\\\[0.4em]\n')}\n\\end{aligned}`,
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
        `${i === 0 ? '\\hline\n' : ''}${line([`\\texttt{${texText(name.text)}}`, ...numbers.map(({ text }) => `\\text{${texText(text)}}`)])}`
    ),
    ...(more > 0 ? [`\\text{${texText(translate('… %1 more', more))}}`] : [])
  ];
  return `\\begin{array}{l${'r'.repeat(head.length - 1)}}\n${body.join(' \\\\\n')}\n\\end{array}`;
}

/** Text for \text{}. */
export const texText = (text: string): string => textToTeX(readable(text));
