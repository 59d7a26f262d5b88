import { Terms, guessOf } from '../../derivation';
import { Translate } from '../page/translate';

/** Samples are named up to this many: each name looks at the outputs and targets. */
export const NAMED = 200;

/**
 * What tells a sample from the others: the name of its class, and whether the model guesses another; '' where classes
 * have no names.
 */
export function sampleLabel(terms: Terms, translate: Translate): string {
  const guess = terms.reader.samples <= NAMED ? guessOf(terms) : null;
  if (guess?.kind !== 'class' || guess.correct.name === undefined) {
    return '';
  }
  const { name, index } = guess.correct;
  return guess.guessed.index === index ? name : translate('%1 · wrong', name);
}
