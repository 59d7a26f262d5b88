import { Tensor } from '../../engine';
import { encodeTensor } from '../encoding';
import type { Moment } from './runRecord';

/** Weights of more numbers than this are base64. */
const READABLE = 24;

/** A moment whose weights, where it has them, are not written as text yet: most are left out again. */
export type KeptMoment = Moment & { numbers?: Tensor };

/** As it is written into an output. */
export const encoded = ({ numbers, ...moment }: KeptMoment): Moment =>
  numbers ? { ...moment, weights: encodeTensor(numbers, READABLE) } : moment;

/** Some moments, spread evenly, with the first and the last; of the weights, at most theirs. */
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
