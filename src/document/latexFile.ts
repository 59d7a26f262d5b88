import { Translate, textToTeX } from '../derivation';
import type { Document } from './document';
import { Syntax, toTextFile } from './textFile';

const syntax: Syntax = {
  text: textToTeX,
  math: tex => `$${tex}$`,
  display: tex => `\\[\n${tex}\n\\]`,
  title: text => `\\section*{${text}}`,
  section: text => `\\subsection*{${text}}`,
  heading: text => `\\paragraph{${text}}`,
  table: (head, rows) =>
    [
      `\\begin{center}\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`,
      ...[head, ...rows].map((row, i) => `${row.join(' & ')} \\\\${i === 0 ? ' \\hline' : ''}`),
      '\\end{tabular}\\end{center}'
    ].join('\n'),
  file: body => {
    // Chinese needs other fonts, and xelatex.
    const chinese = /[\u4e00-\u9fff]/.test(body);
    // So do letters that are not Latin.
    const foreign = !chinese && /\\char"|(?![\0-\u024f])[\p{L}\p{M}\p{So}]/u.test(body);
    return [
      `\\documentclass{${chinese ? 'ctexart' : 'article'}}`,
      ...(foreign ? ['% Compile with xelatex.', '\\usepackage{fontspec}'] : []),
      '\\usepackage{amsmath}',
      '\\begin{document}',
      body,
      '\\end{document}',
      ''
    ].join('\n');
  }
};

/** A document as a LaTeX file of its own; `toLatex` gives the displays of an output, without a preamble. */
export const toLatexFile = (document: Document, translate: Translate, digits: number): string =>
  toTextFile(document, syntax, translate, digits);
