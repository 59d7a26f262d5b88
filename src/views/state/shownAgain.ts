import type { Terms } from '../../derivation';
import { lookedAt } from './lookedAt';
import type { StepperModel } from './stepperModel';

/** The terms with the updated weights while the step, or the focus, is the pass with them; null at other steps. */
export function shownAgain(model: StepperModel): Terms | null {
  return model.step.phase === 'after' && lookedAt(model)[0].kind === 'after' ? model.terms.after : null;
}
