import { formatNumber } from '../../derivation';
import { h } from '../page/dom';
import { CLASSES } from '../model/checkView';
import { ElementCheck } from '../../engine/gradcheck/oneElement';
import { Evaluation } from '../../engine/gradcheck/evaluation';
import { Judgement } from '../../engine/gradcheck/judge';
import { digitsApart } from '../../engine/gradcheck/apart';
import { Iteration, Trace, decodeTensor, isRandom, replayLoss, replayModel } from '../../trace';
import { StepperModel } from '../state/stepperModel';
import { Translate } from '../page/translate';
import { rebuiltName } from '../lenses/lossAlong';

/** The checks of iterations, null for those that can't be computed again; made when first asked for. */
const checks = new WeakMap<Iteration, ElementCheck | null>();

function checkOf(trace: Trace, iteration: number): ElementCheck | null {
  const { params, forward } = trace.iterations[iteration];
  const model = replayModel(trace.model, params, [forward]);
  if (isRandom(model)) {
    return null;
  }
  const [input, target] = [trace.data.input, trace.data.target].map(decodeTensor);
  return new ElementCheck(new Evaluation(model, input, target, replayLoss(trace.loss)));
}

/**
 * Says whether the recorded gradient of a weight or bias, for the whole batch, agrees with the central difference
 * (L(w + ε) − L(w − ε)) / 2ε, which the engine computes from the trace's weights and data, or why this can't be told.
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
  const grad = terms.grad(row, unit, input);
  const analytic = grad.kind === 'quantity' ? grad.value : NaN;
  let found: Judgement;
  try {
    const iteration = trace.iterations[step.iteration];
    if (!checks.has(iteration)) {
      checks.set(iteration, checkOf(trace, step.iteration));
    }
    const check = checks.get(iteration);
    if (!check) {
      // Dropout is random.
      return null;
    }
    found = check.judge(rebuiltName(trace, name), i, analytic);
  } catch {
    // The learner's own layers exist in the kernel only, and the loss may be undefined.
    return null;
  }
  const { numeric, verdict } = found;
  const digits = verdict === 'wrong' ? digitsApart(analytic, numeric, 6) : 6;
  const value = h('span', { class: 'sg-number', 'data-value': numeric }, formatNumber(numeric, digits));
  const [before, after] = sentence(found, translate).split('%1');
  return h('p', { class: CLASSES[verdict] }, before, ...(after === undefined ? [] : [value, after]));
}

/** The outcome, with %1 in the place of the central difference. */
function sentence({ verdict, reason }: Judgement, translate: Translate): string {
  if (verdict === 'right') {
    return translate('✓ central difference %1 agrees');
  }
  if (verdict === 'wrong') {
    return translate('✗ central difference %1 differs');
  }
  return reason === 'kink'
    ? translate('? can’t be checked here: the loss has a kink; the central difference %1 cuts across it')
    : reason === 'undefined'
      ? translate('? can’t be checked here: the loss is no finite number on both sides')
      : translate('? can’t be checked here: round-off hides too many digits of the central difference %1');
}
