import { Derivation, Granularity, Step, Terms, deriveStep } from '../../derivation';

/** Derivations cached: the current step's and the one just left. */
const KEPT = 2;

/** The settings that a derivation depends on. */
export interface DerivationSettings {
  granularity: Granularity;
  /** Whether to derive for the whole batch. */
  batch: boolean;
}

/** Derives steps and memoises the last derivations. */
export class Derivations {
  /** The most recent last. */
  private readonly known: { from: unknown[]; derivation: Derivation }[] = [];

  of(terms: Terms, step: Step, { granularity, batch }: DerivationSettings): Derivation {
    const from = [terms, step.index, granularity, batch];
    const found = this.known.find(each => each.from.every((value, i) => value === from[i]));
    if (found) {
      return found.derivation;
    }
    const derivation = deriveStep(terms, step, granularity, batch);
    this.known.push({ from, derivation });
    this.known.splice(0, this.known.length - KEPT);
    return derivation;
  }
}
