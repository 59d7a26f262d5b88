import { formatNumber } from '../../derivation';
import { h } from '../page/dom';
import { LossAlong } from '../lenses/lossAlong';
import { StepperModel } from '../state/stepperModel';
import { Translate } from '../page/translate';

const EPSILON = 1e-5;

/**
 * Says whether the batch's gradient of a weight agrees with a central difference, computed here and now by
 * the same engine from the trace's weights and data.
 */
export function gradientNote(
  model: StepperModel,
  { stage, unit, input }: { stage: number; unit: number; input: number | null },
  translate: Translate
): HTMLElement | null {
  const { trace, network, reader, terms, step } = model;
  const row = network.stages[stage];
  if (reader.hasGradsBefore(step.iteration) || row.linear === null) {
    return null;
  }
  const name = input === null ? terms.biasName(row) : terms.weightName(row);
  const i = input === null ? unit : unit * row.inputs + input;
  let numeric: number;
  try {
    numeric = new LossAlong(trace, step.iteration, { name, i }).difference(EPSILON);
  } catch {
    // What was dropped at random would not be dropped again; a layer that the learner wrote can't be made again
    // here; a loss that is not defined for what the model puts out has no slope to compare with.
    return null;
  }
  const grad = terms.grad(row, unit, input);
  const analytic = grad.kind === 'quantity' ? grad.value : NaN;
  const agrees = Math.abs(analytic - numeric) <= 1e-6 * Math.max(1, Math.abs(analytic));
  const value = h('span', { class: 'sg-number', 'data-value': numeric }, formatNumber(numeric, 6));
  const [before, after] = translate(
    agrees ? '✓ central difference %1 agrees · ε = 10⁻⁵' : '✗ central difference %1 differs · ε = 10⁻⁵'
  ).split('%1');
  return h('p', { class: agrees ? 'sg-agrees' : 'sg-differs' }, before, value, after);
}
