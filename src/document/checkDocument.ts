import { Translate, formatNumber, messageText } from '../derivation';
import { CheckReport, decodeNumber, formatAddress } from '../trace';
import { Cell, Document, MAX_ROWS } from './document';
import { MARKS, checkSentence, digitsOfRow } from './checkSentence';
import { palette } from './palette';

/** A gradient check: the verdict, then every gradient beside its difference quotient, the largest error first. */
export function checkDocument(check: CheckReport, translate: Translate, digits: number): Document {
  const rows = check.rows
    .map(row => ({
      address: formatAddress({ name: row.name, index: row.index }),
      numbers: [row.analytic, row.numeric, row.error].map(decodeNumber),
      digits: digitsOfRow(row),
      verdict: row.verdict ?? 'right'
    }))
    .sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict] || rank(b.numbers[2]) - rank(a.numbers[2]));
  return {
    heading: 'gradcheck',
    about: [`ε = ${formatNumber(decodeNumber(check.epsilon), digits)}`],
    sentences: [
      checkSentence(check, digits, translate),
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
      rows: rows.slice(0, MAX_ROWS).map(({ address, numbers, digits, verdict }): Cell[] => [
        { text: verdict === 'right' ? address : `${MARKS[verdict]} ${address}` },
        ...numbers.map((value, i) => ({
          text: formatNumber(value, i < 2 ? digits : 6),
          value,
          ...(i === 0 ? { colour: palette.gradient } : {})
        }))
      ]),
      more: Math.max(0, rows.length - MAX_ROWS)
    }
  };
}

/** What is wrong comes first, then what can't be checked. */
const ORDER = { wrong: 0, unclear: 1, right: 2 };

/** Sorts NaN as the largest error. */
const rank = (error: number): number => (Number.isNaN(error) ? Infinity : error);
