import { addressOf, elementsOf } from './elements';
import { Evaluation } from './evaluation';
import { firstPass, isWrong } from './faults';
import { Gradcheck, rowOf, summary, worstFirst } from './report';
import { Judgement, judge } from './judge';
import { Loss } from '../losses/loss';
import { UnsoundLoss, unsoundLoss } from './lossFaults';
import { Module } from '../module';
import { checkKeys } from '../options';
import { scatterOf } from './scatter';
import { Tensor, TensorLike } from '../tensor';
import { layersAlone } from './layersAlone';
import { noteOfFault, noteOfLayer, noteOfLoss, noteOfRow } from './notes';

/** Options of `gradcheck`. */
export interface GradcheckOptions {
  /** samples × features */
  input: TensorLike;
  /** The target, as `loss` expects it. */
  target: TensorLike;
  /** The loss whose gradients are compared. */
  loss: Loss;
  /** ε of the first central difference, 1e-5 by default. Other steps are tried where this one can't tell. */
  epsilon?: number;
  /** The largest relative error that passes; 1e-7 by default. */
  tolerance?: number;
}

const known: Record<keyof GradcheckOptions, unknown> = {
  input: undefined,
  target: undefined,
  loss: undefined,
  epsilon: 1e-5,
  tolerance: 1e-7
};

/**
 * Compares every gradient that `backward` computes, for parameters and inputs, with the loss around its number.
 * Each comparison knows its own uncertainty, so the outcome is one of three: right, wrong, or can't be checked here,
 * because there is a kink, or because round-off hides the gradient. Also finds a `backward` that sets gradients
 * instead of adding to them, returns a wrong shape or uses an older forward, a `forward` that changes its input or
 * draws at random, and parameters hidden in arrays.
 *
 * Restores the model's weights and gradients and the random generator: `Dropout` drops the same
 * elements in every evaluation. Inputs that are indices, such as an Embedding's, have no gradient and are
 * skipped. Source: torch.autograd.gradcheck.
 * @throws TypeError without a loss; and the errors of `forward` for the input
 */
export function gradcheck(model: Module, options: GradcheckOptions): Gradcheck {
  // What a dataset, or an object that also holds the model, brings along.
  checkKeys('gradcheck', options, known, ['model', 'featureNames', 'classNames']);
  const { loss, epsilon = 1e-5, tolerance = 1e-7 } = options;
  if (!(loss instanceof Loss)) {
    throw new TypeError('gradcheck expects a loss, such as new BCELoss().');
  }
  const input = Tensor.from(options.input, 'input').clone();
  const evaluation = new Evaluation(model, input, Tensor.from(options.target, 'target'), loss);
  return evaluation.keeping(() => {
    const { grads, faults, watched } = firstPass(evaluation);
    const isRandom = faults.some(({ kind }) => kind === 'random');
    const elements = elementsOf(evaluation, grads, scatterOf(evaluation, grads));
    const judged = elements.map(({ analytic, scatter, along }) =>
      isRandom ? untold(analytic) : judge(along, { analytic, scatter, epsilon, tolerance })
    );
    const unsound = judged.some(({ verdict }) => verdict === 'wrong')
      ? unsoundLoss(evaluation, { epsilon, tolerance })
      : null;
    const found = judged.map(each => (unsound ? excused(each, unsound) : each));
    const rows = elements.map((element, r) => rowOf(element, found[r]));
    // Where the whole model hides digits, each layer by itself, with a gradient of size 1 from behind, does not.
    const alone =
      !isRandom &&
      rows.every(({ verdict }) => verdict !== 'wrong') &&
      rows.some(({ verdict }) => verdict === 'unclear')
        ? layersAlone(watched, { epsilon, tolerance })
        : [];
    const explained = isRandom ? [] : [...worstFirst(rows, 'wrong'), ...worstFirst(rows, 'unclear')];
    const notes = [
      ...faults.map(noteOfFault),
      ...alone.map(noteOfLayer),
      ...(unsound && !unsound.known ? [noteOfLoss(unsound)] : []),
      ...explained.map(r => noteOfRow(addressOf(rows[r]), rows[r], found[r], loss.constructor.name))
    ];
    return {
      ...summary(rows, alone.length > 0 || faults.some(isWrong), epsilon, tolerance),
      ...(notes.length > 0 && { notes })
    };
  });
}

/** The judgement on a gradient of a loss that is another one at each evaluation. */
const untold = (analytic: number): Judgement => ({
  verdict: 'unclear',
  numeric: NaN,
  bar: Math.abs(analytic),
  touched: []
});

/** A gradient that differs only because a loss of PyTorch's cuts off its own is not the layers' fault. */
function excused(found: Judgement, { known, samples }: UnsoundLoss): Judgement {
  return known && found.verdict === 'wrong' && found.touched.some((touched, s) => touched && samples[s])
    ? { ...found, verdict: 'unclear', reason: 'cutOff' }
    : found;
}

/**
 * (f(x + ε) − f(x − ε)) / 2ε, where x is element `i` of `data`. Changes the element and restores it.
 * Source: Press et al., Numerical Recipes, section 5.7.
 */
export function centralDifference(data: Float64Array, i: number, epsilon: number, f: () => number): number {
  const x = data[i];
  try {
    data[i] = x + epsilon;
    const above = f();
    data[i] = x - epsilon;
    return (above - f()) / (2 * epsilon);
  } finally {
    data[i] = x;
  }
}
