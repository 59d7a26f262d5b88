import {
  Argument,
  Sentence,
  TeXPrinter,
  Translate,
  argumentText,
  blockToTeX,
  glossary,
  numberToTeX,
  symbolToTeX
} from '../derivation';
import type { Cell, Document, Section, Table } from './document';

/** How wide a formula may be, in em: as LaTeX’s article is. */
const ROOM = 33;

/** How a format of text files writes the parts of a document. */
export interface Syntax {
  text(plain: string): string;
  math(tex: string): string;
  display(tex: string): string;
  title(text: string): string;
  section(text: string): string;
  heading(text: string): string;
  table(head: string[], rows: string[][]): string;
  file(body: string): string;
}

/** A document as a text file: title, sentences, the derivation step by step with its glossary, and the table. */
export function toTextFile(document: Document, syntax: Syntax, translate: Translate, digits: number): string {
  const { heading, about, sentences, sections, table } = document;
  return syntax.file(
    [
      syntax.title(syntax.text([heading, ...about].join(' · '))),
      ...sections.flatMap(section => sectionText(section, syntax, translate, digits)),
      ...sentences.map(syntax.text),
      ...(table ? tableText(table, syntax, translate, digits) : [])
    ].join('\n\n')
  );
}

function sectionText(section: Section, syntax: Syntax, translate: Translate, digits: number): string[] {
  const { title, question, blocks, remarks, more } = section;
  const printer = (): TeXPrinter =>
    new TeXPrinter({ digits, more: n => translate('%1 more terms', n), room: ROOM });
  const entries = glossary(blocks).map(entry => sentenceWithMath(entry.sentence, syntax, translate));
  return [
    ...(title === undefined ? [] : [syntax.section(syntax.text(title))]),
    sentenceWithMath(question, syntax, translate),
    ...blocks.flatMap(block => [
      syntax.heading(syntax.text(translate(block.heading))),
      syntax.display(blockToTeX(block, printer()))
    ]),
    ...(more > 0 ? [syntax.text(translate('… %1 more', more))] : []),
    ...remarks.map(remark => sentenceWithMath(remark, syntax, translate)),
    ...(entries.length > 0 ? [entries.join(syntax.text('; '))] : [])
  ];
}

/** A sentence whose symbols are formulas. */
function sentenceWithMath({ message, args }: Sentence, syntax: Syntax, translate: Translate): string {
  return translate(message)
    .split(/(%\d)/)
    .map(part => {
      const argument: Argument | undefined = /^%\d$/.test(part) ? args[Number(part[1]) - 1] : undefined;
      if (argument === undefined) {
        return syntax.text(part);
      }
      return typeof argument === 'object' && 'symbol' in argument
        ? syntax.math(symbolToTeX(argument.symbol))
        : syntax.text(String(argumentText(argument)));
    })
    .join('');
}

function tableText(
  { head, rows, more }: Table,
  syntax: Syntax,
  translate: Translate,
  digits: number
): string[] {
  const cell = ({ text, value, ref }: Cell): string =>
    value === undefined ? syntax.text(ref ?? text) : syntax.math(numberToTeX(value, digits));
  return [
    syntax.section(syntax.text(translate('Parameters'))),
    syntax.table(
      head.map(syntax.text),
      rows.map(cells => cells.map(cell))
    ),
    ...(more > 0
      ? [syntax.text(translate('The first %1 of %2 parameters.', rows.length, rows.length + more))]
      : [])
  ];
}
