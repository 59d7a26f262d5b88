import {
  Network,
  Operation,
  Sentence,
  Stage,
  Terms,
  operationAnswer,
  operationQuestion,
  say,
  unitSymbol
} from '../../derivation';

/** What the learner looks at instead of the step: a neuron, a weight with its paths, or the operation behind a number. */
export type Focus =
  | { kind: 'neuron'; stage: number; unit: number }
  /** `input` is null for a bias. */
  | { kind: 'weight'; stage: number; unit: number; input: number | null }
  | { kind: 'operation'; operation: Operation };

/** The question about the focus, shown in place of the step's question; null without a focus. */
export function focusTitle({
  focus,
  terms,
  network
}: {
  focus: Focus | null;
  terms: Terms;
  network: Network;
}): Sentence | null {
  if (!focus) {
    return null;
  }
  if (focus.kind === 'operation') {
    return operationQuestion(terms, focus.operation);
  }
  const stage = network.stages[focus.stage];
  if (focus.kind === 'neuron') {
    return say('%1 alone: its forward sum and its backward δ', {
      symbol: unitSymbol(terms, stage, focus.unit)
    });
  }
  return operationQuestion(terms, weightOf(focus, stage));
}

/** The answer to `focusTitle`; null without a focus, or if the formulas say it better. */
export function focusAnswer(model: {
  focus: Focus | null;
  terms: Terms;
  network: Network;
  batch: boolean;
}): Sentence | null {
  const { focus, terms, network, batch } = model;
  if (!focus || focus.kind === 'neuron') {
    return null;
  }
  const operation =
    focus.kind === 'operation' ? focus.operation : weightOf(focus, network.stages[focus.stage]);
  return operationAnswer(terms, operation, batch);
}

/** The operation that computes the gradient of a weight or a bias. */
export const weightOf = ({ unit, input }: { unit: number; input: number | null }, stage: Stage): Operation =>
  input === null ? { kind: 'bias', stage, unit } : { kind: 'weight', stage, unit, input };
