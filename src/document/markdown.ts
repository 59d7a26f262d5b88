import { Translate, cleanText } from '../derivation';
import type { Document } from './document';
import { Syntax, toTextFile } from './textFile';

const syntax: Syntax = {
  text: plain => cleanText(plain).replace(/[\\`*_{}[\]<>|#$~]/g, letter => `\\${letter}`),
  math: tex => `$${tex}$`,
  display: tex => `$$\n${tex}\n$$`,
  title: text => `# ${text}`,
  section: text => `## ${text}`,
  heading: text => `**${text}**`,
  table: (head, rows) =>
    [head, head.map((_, i) => (i ? '---:' : '---')), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n'),
  file: body => `${body}\n`
};

/** A document as a Markdown file, with formulas between dollars. */
export const toMarkdown = (document: Document, translate: Translate, digits: number): string =>
  toTextFile(document, syntax, translate, digits);
