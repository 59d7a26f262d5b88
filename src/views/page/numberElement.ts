import { formatNumber } from '../../derivation';
import { h } from './dom';

/**
 * A number as text, with its full precision in `data-value`.
 * @param role colours it: `weight`, `gradient`, …; '' for a number without a role
 * @param digits significant digits
 */
export const numberElement = (value: number, role: string, digits: number): HTMLElement =>
  h(
    'span',
    { class: `sg-number ${role && `sg-${role}`}`.trim(), 'data-value': value },
    formatNumber(value, digits)
  );
