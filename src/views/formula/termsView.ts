import { Expression, evaluate } from '../../engine/formula/expression';
import { Line, columnFormat, elidedSums, toText } from '../../derivation';
import { h } from '../page/dom';
import type { Translate } from '../page/translate';
import { VirtualRows } from '../page/virtualRows';

/** In px, as in style/derivation.css. */
const SIZES = { row: 24, head: 24, box: 216 };

/** A list for each sum of a line whose formula leaves out terms: opened, it shows all of them. */
export function termLists(line: Line, digits: number, translate: Translate): HTMLElement[] {
  const form = line.forms[line.forms.length - 1];
  return form
    ? elidedSums(form).map(({ terms }) => {
        const details = h(
          'details',
          { class: 'sg-terms' },
          h('summary', {}, translate('All %1 terms', terms.length))
        );
        details.addEventListener('toggle', () => {
          if (details.childElementCount === 1) {
            details.append(listOf(terms, digits, translate));
          }
        });
        return details;
      })
    : [];
}

/** A table of terms: each in symbols, in numbers, and its value. */
function listOf(terms: Expression[], digits: number, translate: Translate): HTMLElement {
  const values = terms.map(evaluate);
  const format = columnFormat(values, digits);
  const head = [
    h('td'),
    h('th', { scope: 'col', class: 'sg-term' }, translate('term')),
    h('th', { scope: 'col' }, translate('value'))
  ];
  const table = h('table', { class: 'sg-term-list' }, h('thead', {}, h('tr', {}, ...head)), h('tbody'));
  const box = h('div', { class: 'sg-term-scroll' }, table);
  const rows = new VirtualRows(box, table, SIZES, i =>
    h(
      'tr',
      {},
      h('td', {}, String(i + 1)),
      h(
        'td',
        { class: 'sg-term' },
        `${toText(terms[i], 'symbols', digits)} = ${toText(terms[i], 'numbers', digits)}`
      ),
      h('td', { class: 'sg-number', 'data-value': values[i] }, format(values[i]))
    )
  );
  rows.reset(terms.length);
  rows.draw();
  return box;
}
