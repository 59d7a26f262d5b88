import type { Stage } from '../../derivation';
import { lookedAt } from '../state/lookedAt';
import type { StepperModel } from '../state/stepperModel';

/** The neuron in focus; without a focus, the step's neuron. */
export interface FocusedNeuron {
  stage: Stage;
  unit: number;
  /** The activation's layer, if the operation is an activation. */
  layer: number | null;
}

/** The neuron that a lens shows; null at the loss and after the update: these belong to no single neuron. */
export function focusedNeuron(model: StepperModel): FocusedNeuron | null {
  const [operation] = lookedAt(model);
  if (!('stage' in operation)) {
    return null;
  }
  const { stage, unit } = operation;
  return { stage, unit, layer: 'layer' in operation ? operation.layer : null };
}
