import { Payload, limits } from '../trace';
import type { Translate } from '../derivation';

/** Jupyter saves the whole notebook at every change: a cell larger than this makes it slow, in bytes. */
const LARGE = 10e6;

/**
 * What is to be known of an output that is large: iterations that were left out, and its size; null if there is nothing.
 * @param bytes the output's size as JSON
 */
export function sizeNote(payload: Payload, bytes: number, translate: Translate): string | null {
  const notes: string[] = [];
  if (payload.kind === 'trace' && payload.omitted) {
    const written = payload.iterations.length;
    notes.push(
      translate(
        'record ran %1 iterations and left the last %2 out of the trace, which holds at most %3 iterations and %4 numbers: record fewer samples, such as input.slice(0, 32), to keep more.',
        written + payload.omitted.iterations,
        payload.omitted.iterations,
        limits.iterations,
        limits.numbers
      )
    );
  }
  if (bytes > LARGE) {
    notes.push(
      translate(
        'This output takes %1 MB in the notebook, which is saved with it at every change: record fewer samples or iterations, or clear the output before you save.',
        Math.round(bytes / 1e6)
      )
    );
  }
  return notes.length > 0 ? notes.join(' ') : null;
}
