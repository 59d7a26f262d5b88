import { Line, Translate, digitsOf, holds, sentenceText, toText } from '../derivation';
import { encodeUtf8 } from '../engine/globals';
import { encodeBase64 } from '../trace';
import type { Document, Section, Table } from './document';
import { Markup, tag } from './markup';
import { palette } from './palette';

const left = 'text-align:left';
const fixed = `${left};white-space:nowrap`;
/** Where a browser may break a line; only a text with one needs the style against it. */
const BREAKS = /[^\p{L}\p{N}\p{M}.,()⁽⁾⁺⁻′−×]/u;
const NO_BREAK = '\u00a0';

/**
 * A document as HTML: only paragraphs, tables and an image, since GitHub strips the rest; styles are an extra.
 * Formulas are text, because offline and in VS Code there is no MathJax. Dollars and backslashes in names are kept
 * from MathJax.
 */
export function toHtml(document: Document, translate: Translate, digits: number): string {
  const { heading, about, sentences, picture, sections, table } = document;
  const { text } = tag(
    'div',
    { class: 'tex2jax_ignore mathjax_ignore' },
    tag('p', {}, tag('strong', {}, ...safe(heading)), ...safe(about.map(text => ` · ${text}`).join(''))),
    ...sentences.map(sentence => tag('p', {}, ...safe(sentence))),
    ...(picture
      ? [
          tag('img', {
            src: `data:image/svg+xml;base64,${encodeBase64(encodeUtf8(picture.svg))}`,
            alt: picture.description,
            style: 'max-width:100%;height:auto'
          })
        ]
      : []),
    ...(sections.length > 0 ? [derivation(sections, translate, digits)] : []),
    ...(table ? [valueTable(table, translate)] : []),
    tag('p', {}, tag('small', {}, hint(translate)))
  );
  return text;
}

/** The sentence that says how to see the rest. */
export const hint = (translate: Translate): string =>
  translate('JupyterLab with the stepgrad extension draws this output to step through and to change.');

function derivation(sections: Section[], translate: Translate, digits: number): Markup {
  const rows = sections.flatMap(({ phase, question, blocks, more }) => [
    tag(
      'tr',
      {},
      tag(
        'th',
        { colspan: 4, style: `${left};color:${palette[phase]}` },
        ...safe(sentenceText(question, translate))
      )
    ),
    ...blocks.flatMap(({ lines }) => lines.map(line => row(line, digits))),
    ...(more > 0 ? [tag('tr', {}, tag('td', { colspan: 4, style: left }, translate('… %1 more', more)))] : [])
  ]);
  return tag(
    'details',
    { open: 'open' },
    tag('summary', {}, translate('Derivation')),
    tag('table', {}, tag('tbody', {}, ...rows))
  );
}

/** z₁ | = w₁₁ · x₁ + … | = 0.5 · 1.5 + … | = −0.5 */
function row(line: Line, digits: number): Markup {
  const { left: what, forms, result, becomes } = line;
  const own = digitsOf(line, digits);
  const sign = becomes ? '←' : '=';
  const name = toText(what, 'symbols', digits);
  const symbols = forms.map(form => toText(form, 'symbols', digits)).join(' = ');
  const value = toText(result, 'numbers', own);
  const numbers = forms
    .slice(-1)
    .map(last => toText(last, 'numbers', own))
    .filter(text => text !== value && text !== symbols);
  return tag(
    'tr',
    {},
    tag('td', { style: BREAKS.test(name) ? fixed : left }, ...safe(name)),
    tag('td', { style: left }, ...safe(symbols && `${sign} ${symbols}`)),
    tag('td', { style: left }, ...numbers.map(text => `= ${text}`)),
    // A matrix on one line would leave the formulas no room.
    tag(
      'td',
      { style: result.kind === 'matrix' || !BREAKS.test(value) ? left : fixed },
      `${!symbols ? sign : holds(line, digits) ? '=' : '≈'}${result.kind === 'matrix' ? ' ' : NO_BREAK}`,
      tag('strong', {}, value)
    )
  );
}

function valueTable({ head, rows, more }: Table, translate: Translate): Markup {
  return tag(
    'table',
    {},
    tag(
      'thead',
      {},
      tag(
        'tr',
        {},
        ...head.map((text, i) => tag('th', i ? { align: 'right' } : { style: left }, ...safe(text)))
      )
    ),
    tag(
      'tbody',
      {},
      ...rows.map(cells =>
        tag(
          'tr',
          { align: 'right' },
          ...cells.map(({ text, value, ref, colour }, i) =>
            i === 0
              ? tag('td', { align: 'left', style: left }, tag('code', {}, ...safe(text)))
              : tag(
                  'td',
                  {
                    style: colour && `color:${colour}`,
                    'data-ref': ref,
                    'data-value': value
                  },
                  text
                )
          )
        )
      ),
      ...(more > 0
        ? [tag('tr', {}, tag('td', { colspan: head.length, style: left }, translate('… %1 more', more)))]
        : [])
    )
  );
}

/** Text in which $ and \ are elements of their own, because MathJax looks for a formula within one text node. */
const safe = (text: string): (Markup | string)[] =>
  text.split(/([$\\])/).map(part => (part === '$' || part === '\\' ? tag('span', {}, part) : part));
