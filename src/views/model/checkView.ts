import { formatNumber } from '../../derivation';
import { CheckReport, decodeNumber, formatAddress } from '../../trace';
import { h } from '../page/dom';
import { Translate, messageText } from '../page/translate';

/** Rows shown, at most; the largest errors come first. */
const MAX_ROWS = 200;

/** What `gradcheck` found: whether all agree, and every gradient beside its central difference. @param digits of the largest error */
export function checkView(check: CheckReport, digits: number, translate: Translate): HTMLElement {
  const number = (x: number, role = ''): HTMLElement =>
    h('td', { class: `sg-number ${role}`, 'data-value': x }, formatNumber(x, 6));
  const rows = check.rows
    .map(row => ({
      ...row,
      analytic: decodeNumber(row.analytic),
      numeric: decodeNumber(row.numeric),
      error: decodeNumber(row.error)
    }))
    .sort((a, b) => (Number.isNaN(a.error) ? -1 : Number.isNaN(b.error) ? 1 : b.error - a.error));
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
        h('th', { scope: 'row' }, formatAddress({ name: row.name, index: row.index })),
        number(row.analytic, 'sg-gradient'),
        number(row.numeric),
        number(row.error)
      )
    );
  const table = h(
    'table',
    { class: 'sg-parameters' },
    h('thead', {}, h('tr', {}, ...headings.map(text => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...body)
  );
  const verdict = check.passed
    ? translate(
        '✓ All %1 gradients agree with their central differences; the largest error is %2.',
        rows.length,
        formatNumber(decodeNumber(check.worst), digits)
      )
    : translate(
        '✗ Some gradients differ from their central differences; the largest error is %1.',
        formatNumber(decodeNumber(check.worst), digits)
      );
  const parts: Node[] = [
    h('p', { class: `sg-question ${check.passed ? 'sg-agrees' : 'sg-differs'}` }, verdict),
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
