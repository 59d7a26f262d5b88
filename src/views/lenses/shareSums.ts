import { Bin, Shares, valueOf } from '../../derivation';
import { translatable } from '../page/translate';

/** What the bars of the sums stand for. */
export const sumNames = {
  before: translatable('what was there before'),
  positive: translatable('what is positive'),
  negative: translatable('what is negative'),
  total: translatable('the sum')
};

/** A sum over all shares that has a bar of its own. */
export interface ShareSum {
  kind: keyof typeof sumNames;
  letter: string;
  value: number;
  ref?: string;
}

/** What the gradient held before, the positive shares, the negative shares, and the total. */
export function sumsOf({ shares, before, total }: Shares): ShareSum[] {
  const values = shares.map(valueOf);
  const sum = (of: (x: number) => boolean): number => values.filter(of).reduce((part, x) => part + x, 0);
  return [
    ...(before === null ? [] : [{ kind: 'before', letter: 'g₀', value: before } as const]),
    { kind: 'positive', letter: '+', value: sum(x => x > 0) },
    { kind: 'negative', letter: '−', value: sum(x => x < 0) },
    {
      kind: 'total',
      letter: 'Σ',
      value: valueOf(total),
      ...(total.kind === 'quantity' && total.ref !== undefined ? { ref: total.ref } : {})
    }
  ];
}

/** The running sum after each bin. */
export function runningSums(bins: Bin[], start: number): number[] {
  let sum = start;
  return bins.map(({ positive, negative }) => (sum += positive + negative));
}
