import type { Network, Operation, Step } from '../../derivation';
import { Focus, weightOf } from './focus';
import { MAX_PARTS } from './parts';

/** The parts of the stepper's state that say what the learner looks at. */
interface Looking {
  focus: Focus | null;
  step: Step;
  network: Network;
}

/** The operations of the focus; without a focus, those of the step. */
export function lookedAt(model: Looking): Operation[] {
  const { focus, network } = model;
  if (focus?.kind === 'operation') {
    return [focus.operation];
  }
  if (!focus) {
    return stepOperations(model);
  }
  const stage = network.stages[focus.stage];
  if (focus.kind === 'weight') {
    return [weightOf(focus, stage)];
  }
  const { unit } = focus;
  const sum: Operation[] = stage.linear === null ? [] : [{ kind: 'z', stage, unit }];
  return [...sum, { kind: 'arrives', stage, unit }];
}

/** The operations of the step, regardless of the focus. */
export const stepOperations = ({ step }: Pick<Looking, 'step'>): Operation[] =>
  Array.from({ length: Math.min(step.count, MAX_PARTS) }, (_, i) => step.operation(i));

/** The one operation of `lookedAt` that a lens shows: a weight before a bias, a bias before a δ. */
export function subjectOperation(model: Looking): Operation {
  const operations = lookedAt(model);
  const first = (...kinds: Operation['kind'][]): Operation | undefined =>
    operations.find(({ kind }) => kinds.includes(kind));
  return first('weight') ?? first('bias', 'update', 'loss') ?? first('slope', 'arrives') ?? operations[0];
}
