import { formatNumber } from '../../derivation';
import { h } from './dom';

/**
 * A number as text, with its full precision in `data-value`.
 * @param role colours it: `weight`, `gradient`, …; '' for a number without a role
 * @param digits significant digits; the page's own when left out
 */
export const numberElement = (value: number, role = '', digits?: number): HTMLElement =>
  h(
    'span',
    { class: `sg-number ${role && `sg-${role}`}`.trim(), 'data-value': value },
    formatNumber(value, digits)
  );
