import {
  Block,
  Network,
  Operation,
  Paths,
  Sentence,
  deriveOperations,
  pathsOf,
  steppedBack
} from '../../derivation';
import { weightOf } from '../state/focus';
import type { StepperModel } from '../state/stepperModel';

/** What the pane says: a step's derivation, or that of what the learner focused. */
export interface Content {
  /** Whether it is of what the learner focused. */
  focused: boolean;
  blocks: Block[];
  remarks: Sentence[];
  /** Operations of the step that are not derived. */
  omitted: number;
  paths: Paths | null;
  /** The weight whose gradient can be checked by a central difference. */
  checked: { stage: number; unit: number; input: number | null } | null;
}

/** What there is to say at a stepper's state. */
export function contentOf({ focus, derivation, network, terms, step, batch }: StepperModel): Content {
  if (!focus) {
    const operation = step.operation(0);
    const weight = operation.kind === 'weight' || operation.kind === 'bias' ? operation : null;
    const checked = weight && step.count === 1 ? checkedOf(network, weight) : null;
    return { focused: false, ...derivation, paths: null, checked };
  }
  const of = (operations: Operation[]): Content => ({
    focused: true,
    ...deriveOperations(terms, operations, batch),
    omitted: 0,
    paths: null,
    checked: null
  });
  if (focus.kind === 'operation') {
    return of([focus.operation]);
  }
  const stage = network.stages[focus.stage];
  if (focus.kind === 'weight') {
    const paths = pathsOf(terms, stage, focus.unit, focus.input);
    return { ...of([weightOf(focus, stage)]), paths, checked: focus };
  }
  const { unit } = focus;
  return of([
    ...(stage.linear === null ? [] : [{ kind: 'z', stage, unit } as const]),
    ...stage.activations.map((layer): Operation => ({ kind: 'activation', stage, unit, layer })),
    { kind: 'arrives', stage, unit },
    ...steppedBack(stage)
      .slice()
      .reverse()
      .map((layer): Operation => ({ kind: 'slope', stage, unit, layer }))
  ]);
}

function checkedOf(
  network: Network,
  operation: Extract<Operation, { kind: 'weight' | 'bias' }>
): Content['checked'] {
  const { stage, unit } = operation;
  return {
    stage: network.stages.indexOf(stage),
    unit,
    input: operation.kind === 'weight' ? operation.input : null
  };
}
