import { digitsApart } from '../engine/gradcheck/apart';
import { Translate, formatNumber } from '../derivation';
import { CheckReport, decodeNumber } from '../trace';

/** The outcomes of a gradient check, with the marks that stand before their sentences. */
export type Outcome = 'right' | 'wrong' | 'unclear';

/** The outcome of a check; that of an older version is right or wrong. */
export const outcomeOf = (check: CheckReport): Outcome => check.outcome ?? (check.passed ? 'right' : 'wrong');

/** The mark of an outcome. */
export const MARKS = { right: '✓', wrong: '✗', unclear: '?' } as const;

/** The digits at which the two gradients of a row look different if they are called so; six otherwise. */
export function digitsOfRow({ analytic, numeric, verdict }: CheckReport['rows'][number]): number {
  return verdict === 'wrong' ? digitsApart(decodeNumber(analytic), decodeNumber(numeric), 6) : 6;
}

/** What a check found, in one sentence. @param digits of the largest error */
export function checkSentence(check: CheckReport, digits: number, translate: Translate): string {
  const { rows } = check;
  const worst = formatNumber(decodeNumber(check.worst), digits);
  const count = (verdict: Outcome): number => rows.filter(row => row.verdict === verdict).length;
  switch (outcomeOf(check)) {
    case 'right':
      return translate(
        '✓ All %1 gradients agree with their central differences; the largest error is %2.',
        rows.length,
        worst
      );
    case 'unclear':
      return translate(
        '? %1 of %2 gradients agree with their central differences; the others can’t be checked here.',
        count('right'),
        rows.length
      );
    default:
      return check.outcome === undefined || count('wrong') > 0
        ? translate('✗ Some gradients differ from their central differences; the largest error is %1.', worst)
        : translate('✗ The layers are wrong, though no gradient of the whole model shows it:');
  }
}
