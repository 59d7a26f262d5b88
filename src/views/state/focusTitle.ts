import { Operation, Sentence, operationQuestion, say, unitSymbol } from '../../derivation';
import type { StepperModel } from './stepperModel';

/** What is asked of that which the learner focused, instead of the step's question; null where nothing is. */
export function focusTitle({ focus, terms, network }: StepperModel): Sentence | null {
  if (!focus) {
    return null;
  }
  if (focus.kind === 'operation') {
    return operationQuestion(terms, focus.operation);
  }
  const stage = network.stages[focus.stage];
  if (focus.kind === 'neuron') {
    return say('%1 alone: forward its sum, backward its δ', {
      symbol: unitSymbol(terms, stage, focus.unit)
    });
  }
  return operationQuestion(terms, weightOf(focus, stage));
}

/** The operation that asks for the gradient of a weight, or of a bias. */
export function weightOf(
  { unit, input }: { unit: number; input: number | null },
  stage: StepperModel['network']['stages'][number]
): Operation {
  return input === null ? { kind: 'bias', stage, unit } : { kind: 'weight', stage, unit, input };
}
