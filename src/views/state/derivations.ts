import { Derivation, Granularity, Step, Terms, deriveStep, setDigits } from '../../derivation';
import type { TraceReader } from '../../trace';

/** Of each trace, the present step's and the next one's; and that which was left. */
const KEPT = 3;

/** What beside its numbers a derivation depends on. */
export interface DerivedAs {
  granularity: Granularity;
  /** Whether it is of the whole batch. */
  batch: boolean;
  digits: number;
}

/** Derivations of a trace, and of what it would be with other numbers: the last few are kept. */
export class Derivations {
  private readonly known = new WeakMap<TraceReader, Map<string, Derivation>>();

  /**
   * What a step asks and answers.
   * @param terms its quantities, from any trace
   * @param index which step it is
   */
  of(terms: Terms, index: number, step: Step, { granularity, batch, digits }: DerivedAs): Derivation {
    const { reader, sample } = terms;
    const of = this.known.get(reader) ?? new Map<string, Derivation>();
    this.known.set(reader, of);
    const key = [index, sample, granularity, batch, digits].join(' ');
    let derivation = of.get(key);
    if (!derivation) {
      setDigits(digits);
      derivation = deriveStep(terms, step, granularity, batch);
      if (of.size >= KEPT) {
        of.delete(of.keys().next().value!);
      }
      of.set(key, derivation);
    }
    return derivation;
  }
}
