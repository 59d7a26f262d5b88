import { afterPass } from './afterPass';
import { decodeNumber } from './encoding';
import type { Trace } from './trace';

/** The loss on the same samples after the last update; null without an update, or if `afterPass` can't compute it. */
export function lossAfter(trace: Trace): number | null {
  const last = trace.iterations.length - 1;
  if (trace.iterations[last].update.length === 0) {
    return null;
  }
  try {
    return decodeNumber(afterPass(trace, last).loss);
  } catch {
    return null;
  }
}
