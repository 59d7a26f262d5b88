import { Terms, valueOf } from '../../derivation';
import { editKey } from '../state/edits';
import type { StepperModel } from '../state/stepperModel';
import type { ShownNumber } from './scene';

/** A quantity of a derivation. */
export type Term = ReturnType<Terms['loss']>;

/** The number of a term, with its address; '' where the term has none. */
export const shownNumber = (term: Term): ShownNumber & { ref: string } => ({
  value: valueOf(term),
  ref: term.kind === 'quantity' ? (term.ref ?? '') : ''
});

/** The number of a term that the learner can edit. */
export function editableNumber({ edits }: StepperModel, term: Term): ShownNumber {
  const { value, ref } = shownNumber(term);
  const key = editKey(ref);
  return { value, ref, editable: key, edited: edits.has(key) };
}
