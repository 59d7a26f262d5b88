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

/** The content of the derivation pane: of the step or, if there is one, of the focus. */
export interface Content {
  /** Whether this is the content of the focus. */
  focused: boolean;
  blocks: Block[];
  remarks: Sentence[];
  /** Number of the step's operations that are not derived. */
  omitted: number;
  paths: Paths | null;
  /** The weight or bias whose gradient is checked by a central difference. */
  checked: { stage: number; unit: number; input: number | null } | null;
}

/** The content of the pane in a state of the stepper. */
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
