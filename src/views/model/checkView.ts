import { formatNumber } from '../../derivation';
import { MARKS, checkSentence, digitsOfRow, outcomeOf } from '../../document/checkSentence';
import { CheckReport, decodeNumber, formatAddress } from '../../trace';
import { h } from '../page/dom';
import { Translate, messageText } from '../page/translate';

/** Rows shown, at most; the largest errors come first. */
const MAX_ROWS = 200;

/** The classes of the outcomes: their colours. */
export const CLASSES = { right: 'sg-agrees', wrong: 'sg-differs', unclear: 'sg-unclear' } as const;
/** What is wrong comes first, then what can't be checked. */
const ORDER = { wrong: 0, unclear: 1, right: 2 };

/** NaN counts as the largest error. */
const rank = (error: number): number => (Number.isNaN(error) ? Infinity : error);

/** What `gradcheck` found: whether all agree, and every gradient beside its central difference. @param digits of the largest error */
export function checkView(check: CheckReport, digits: number, translate: Translate): HTMLElement {
  const number = (x: number, shown = 6, role = ''): HTMLElement =>
    h('td', { class: `sg-number ${role}`, 'data-value': x }, formatNumber(x, shown));
  const rows = check.rows
    .map(row => ({
      ...row,
      analytic: decodeNumber(row.analytic),
      numeric: decodeNumber(row.numeric),
      error: decodeNumber(row.error),
      verdict: row.verdict ?? 'right',
      shown: digitsOfRow(row)
    }))
    .sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict] || rank(b.error) - rank(a.error));
  const headings = [
    translate('gradient of'),
    translate('by backward'),
    translate('central difference'),
    translate('error')
  ];
  const body = rows
    .slice(0, MAX_ROWS)
    .map(row =>
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row', 'data-verdict': row.verdict },
          row.verdict === 'right' ? '' : `${MARKS[row.verdict]} `,
          formatAddress({ name: row.name, index: row.index })
        ),
        number(row.analytic, row.shown, 'sg-gradient'),
        number(row.numeric, row.shown),
        number(row.error)
      )
    );
  const table = h(
    'table',
    { class: 'sg-parameters' },
    h('thead', {}, h('tr', {}, ...headings.map(text => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...body)
  );
  const parts: Node[] = [
    h('p', { class: `sg-question ${CLASSES[outcomeOf(check)]}` }, checkSentence(check, digits, translate)),
    ...(check.notes ?? []).map(({ message, form }) =>
      h('p', { class: 'sg-remark sg-note' }, form ? messageText(form, translate) : message)
    ),
    h('div', { class: 'sg-table' }, h('div', { class: 'sg-table-scroll', tabindex: 0 }, table))
  ];
  if (rows.length > MAX_ROWS) {
    parts.push(
      h(
        'p',
        { class: 'sg-remark' },
        translate('The %1 largest errors of %2 are shown.', MAX_ROWS, rows.length)
      )
    );
  }
  return h('div', { class: 'sg-root', 'data-stepgrad': 'check', tabindex: 0 }, ...parts);
}
