import { Edits, Trace, TraceReader, rerun } from '../../trace';

/** Above this duration, in ms, a trace is not recomputed while a number is typed: the next key would have to wait. */
const SLOW = 40;

/** Recomputes a trace with edited numbers. Memoises the last result: a drag often repeats a number. */
export class Recomputed {
  private last: { edits: Edits; reader: TraceReader } | null = null;
  private took = 0;

  constructor(private readonly original: Trace) {}

  /** @throws the engine's error for the edited numbers */
  of(edits: Edits): TraceReader {
    if (!this.last || !areSame(this.last.edits, edits)) {
      const start = performance.now();
      const trace = edits.size > 0 ? rerun(this.original, edits) : this.original;
      this.last = { edits, reader: new TraceReader(trace) };
      this.took = performance.now() - start;
    }
    return this.last.reader;
  }

  /** Recomputes edits that may be asked for next, if that is fast. Numbers that the engine refuses are ignored. */
  ahead(edits: Edits): void {
    if (this.took <= SLOW) {
      try {
        this.of(edits);
      } catch {
        // The edit itself reports the engine's error.
      }
    }
  }
}

const areSame = (one: Edits, other: Edits): boolean =>
  one.size === other.size && Array.from(one).every(([key, value]) => Object.is(other.get(key), value));
