import { formatNumber } from '../../derivation';
import { h } from '../page/dom';
import { LossAlong } from '../lenses/lossAlong';
import { StepperModel } from '../state/stepperModel';
import { Translate } from '../page/translate';

/** ε of the central difference. The texts below name it. */
const EPSILON = 1e-5;
/** Largest error: relative to gradients above 1, absolute below. */
const TOLERANCE = 1e-6;

/**
 * Says whether the recorded gradient of a weight or bias, for the whole batch, agrees with the central difference
 * (L(w + ε) − L(w − ε)) / 2ε, which the engine computes from the trace's weights and data.
 * @param input null for the bias of the unit
 * @returns null where there is nothing to compare: gradients that accumulate over iterations, layers that are not
 * Linear, and models that cannot be evaluated again
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
    // Dropout is random, the learner's own layers exist in the kernel only, and the loss may be undefined at w ± ε.
    return null;
  }
  const grad = terms.grad(row, unit, input);
  const analytic = grad.kind === 'quantity' ? grad.value : NaN;
  const agrees = Math.abs(analytic - numeric) <= TOLERANCE * Math.max(1, Math.abs(analytic));
  const value = h('span', { class: 'sg-number', 'data-value': numeric }, formatNumber(numeric, 6));
  const [before, after] = translate(
    agrees ? '✓ central difference %1 agrees · ε = 10⁻⁵' : '✗ central difference %1 differs · ε = 10⁻⁵'
  ).split('%1');
  return h('p', { class: agrees ? 'sg-agrees' : 'sg-differs' }, before, value, after);
}
