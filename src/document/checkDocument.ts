import { Translate, formatNumber, messageText } from '../derivation';
import { CheckReport, decodeNumber, formatAddress } from '../trace';
import { Cell, Document, MAX_ROWS } from './document';
import { palette } from './palette';

/** A gradient check: the verdict, then every gradient beside its difference quotient, the largest error first. */
export function checkDocument(check: CheckReport, translate: Translate, digits: number): Document {
  const rows = check.rows
    .map(({ name, index, analytic, numeric, error }) => ({
      address: formatAddress({ name, index }),
      numbers: [analytic, numeric, error].map(decodeNumber)
    }))
    .sort(({ numbers: [, , a] }, { numbers: [, , b] }) => rank(b) - rank(a));
  const worst = formatNumber(decodeNumber(check.worst), digits);
  return {
    heading: 'gradcheck',
    about: [`ε = ${formatNumber(decodeNumber(check.epsilon), digits)}`],
    sentences: [
      check.passed
        ? translate(
            '✓ All %1 gradients agree with their central differences; the largest error is %2.',
            rows.length,
            worst
          )
        : translate(
            '✗ Some gradients differ from their central differences; the largest error is %1.',
            worst
          ),
      ...(check.notes ?? []).map(({ message, form }) => (form ? messageText(form, translate) : message))
    ],
    sections: [],
    table: {
      head: [
        translate('gradient of'),
        translate('by backward'),
        translate('central difference'),
        translate('error')
      ],
      rows: rows.slice(0, MAX_ROWS).map(({ address, numbers }): Cell[] => [
        { text: address },
        ...numbers.map((value, i) => ({
          text: formatNumber(value, 6),
          value,
          ...(i === 0 ? { colour: palette.gradient } : {})
        }))
      ]),
      more: Math.max(0, rows.length - MAX_ROWS)
    }
  };
}

/** Sorts NaN as the largest error. */
const rank = (error: number): number => (Number.isNaN(error) ? Infinity : error);
