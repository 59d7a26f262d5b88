import { Tensor } from '../../engine';
import { encodeTensor } from '../encoding';
import type { Moment } from './runRecord';

/** Numbers up to which weights are written as a list; more are base64. */
const READABLE = 24;

/** A moment whose weights are not encoded yet, since most are dropped again. */
export type KeptMoment = Moment & { numbers?: Tensor };

/** Encodes a moment for an output. */
export const encoded = ({ numbers, ...moment }: KeptMoment): Moment =>
  numbers ? { ...moment, weights: encodeTensor(numbers, READABLE) } : moment;

/**
 * Selects evenly spaced moments, among them the first and the last.
 * @param weights whether the first and the last keep their weights; the others lose theirs
 */
export function few(moments: KeptMoment[], count: number, weights: boolean): KeptMoment[] {
  const last = moments.length - 1;
  const n = Math.min(count, moments.length);
  const chosen = new Set(
    Array.from({ length: n }, (_, i) => (n > 1 ? Math.round((i * last) / (n - 1)) : last))
  );
  const ends = [moments[0]?.step, moments[last]?.step];
  return moments
    .filter((_, i) => chosen.has(i))
    .map(({ numbers, state: _state, ...rest }) =>
      numbers && weights && ends.includes(rest.step) ? { ...rest, numbers } : rest
    );
}
