import { GradcheckNote, explain } from './notes';
import { Loss } from '../losses/loss';
import { Module } from '../module';
import { checkKeys } from '../options';
import { defaultGenerator } from '../random/random';
import { Tensor, TensorLike, unravel } from '../tensor';

/** One element of a gradient, computed in two ways. */
export interface GradcheckRow {
  /** The parameter's name, or `input`. */
  name: string;
  /** The element's index, e.g. [2, 1]. */
  index: number[];
  /** The gradient computed by `backward`. */
  analytic: number;
  /** The central difference (L(w + ε) − L(w − ε)) / 2ε. */
  numeric: number;
  /** |analytic − numeric| / max(1, |analytic|, |numeric|). */
  error: number;
}

/** The result of `gradcheck`. */
export interface Gradcheck {
  kind: 'check';
  version: 1;
  /** ε of the central differences. */
  epsilon: number;
  /** The largest error that passes. */
  tolerance: number;
  /** Whether every error is at most the tolerance. */
  passed: boolean;
  /** The largest error. */
  worst: number;
  /** The address of the element with the largest error, `linear1.weight.grad[2,1]`; absent if nothing was checked. */
  worstAt?: string;
  /** Explanations of failed elements, largest error first; at most ten. */
  notes?: GradcheckNote[];
  /** One row per element: the parameters in order, then the input. */
  rows: GradcheckRow[];
}

/** Options of `gradcheck`. */
export interface GradcheckOptions {
  /** samples × features */
  input: TensorLike;
  /** The target, as `loss` expects it. */
  target: TensorLike;
  /** The loss whose gradients are compared. */
  loss: Loss;
  /** ε, 1e-5 by default. A smaller ε loses digits to round-off, a larger one to curvature. */
  epsilon?: number;
  /** The largest error that passes; 1e-8 by default. */
  tolerance?: number;
}

const known: Record<keyof GradcheckOptions, unknown> = {
  input: undefined,
  target: undefined,
  loss: undefined,
  epsilon: 1e-5,
  tolerance: 1e-8
};

/** The maximum number of explained elements. */
const NOTES = 10;

/**
 * Compares every gradient that `backward` computes, for parameters and inputs, with a central difference of
 * the loss. Restores the model's weights and gradients and the random generator: `Dropout` drops the same
 * elements in every evaluation. Inputs that are indices, such as an Embedding's, have no gradient and are
 * skipped. Source: torch.autograd.gradcheck.
 * @throws TypeError without a loss; and the errors of `forward` for the input
 */
export function gradcheck(model: Module, options: GradcheckOptions): Gradcheck {
  // What a dataset, or an object that also holds the model, brings along.
  checkKeys('gradcheck', options, known, ['model', 'featureNames', 'classNames']);
  const { loss, epsilon = 1e-5, tolerance = 1e-8 } = options;
  if (!(loss instanceof Loss)) {
    throw new TypeError('gradcheck expects a loss, such as new BCELoss().');
  }
  const input = Tensor.from(options.input, 'input').clone();
  const target = Tensor.from(options.target, 'target');
  const random = defaultGenerator.getState();
  const evaluate = (): number => {
    defaultGenerator.setState(random);
    return loss.forward(model.forward(input), target);
  };
  try {
    const checked = gradientsOf(model, input, evaluate, loss);
    const rows = checked.flatMap(({ name, tensor, grad }) =>
      Array.from(grad, (analytic, i): GradcheckRow => {
        const numeric = centralDifference(tensor.data, i, epsilon, evaluate);
        const error = Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
        return { name, index: unravel(i, tensor.shape), analytic, numeric, error };
      })
    );
    const data = checked.flatMap(({ tensor }) =>
      Array.from(tensor.data, (_, i): Place => ({ data: tensor.data, i }))
    );
    const report = summary(rows, epsilon, tolerance);
    const notes = worstFirst(rows, tolerance).map(r => {
      const { analytic, numeric } = rows[r];
      const at = addressOf(rows[r]);
      return explain({ at, analytic, numeric, epsilon, tolerance, loss: moved(data[r], evaluate) });
    });
    return notes.length > 0 ? { ...report, notes } : report;
  } finally {
    defaultGenerator.setState(random);
  }
}

/** A tensor to check, and its gradient from `backward`. */
interface Checked {
  name: string;
  tensor: Tensor;
  grad: Float64Array;
}

/** An element of a tensor. */
interface Place {
  data: Float64Array;
  i: number;
}

/** Every parameter and, if it has a gradient, the input, with copies of their gradients. */
function gradientsOf(model: Module, input: Tensor, evaluate: () => number, loss: Loss): Checked[] {
  const named = model.namedParameters();
  const kept = named.map(([, { grad }]) => grad.data.slice());
  try {
    model.zeroGrad();
    evaluate();
    const gradInput = model.backward(loss.backward());
    const checked = named.map(([name, tensor]): Checked => ({
      name,
      tensor,
      grad: tensor.grad.data.slice()
    }));
    return model.takesIndices
      ? checked
      : [...checked, { name: 'input', tensor: input, grad: gradInput.data.slice() }];
  } finally {
    named.forEach(([, { grad }], i) => grad.data.set(kept[i]));
  }
}

/** Whether error `a` is larger than `b`; NaN counts as the largest, so that it can't pass. */
const isWorse = (a: number, b: number): boolean => (Number.isNaN(a) ? !Number.isNaN(b) : a > b);

function summary(rows: GradcheckRow[], epsilon: number, tolerance: number): Gradcheck {
  const at = rows.reduce(
    (most, { error }, r) => (most >= 0 && !isWorse(error, rows[most].error) ? most : r),
    -1
  );
  const worst = at < 0 ? 0 : rows[at].error;
  const worstAt = at < 0 ? {} : { worstAt: addressOf(rows[at]) };
  return {
    kind: 'check',
    version: 1,
    epsilon,
    tolerance,
    passed: worst <= tolerance,
    worst,
    ...worstAt,
    rows
  };
}

const addressOf = ({ name, index }: GradcheckRow): string => `${name}.grad[${index.join(',')}]`;

/** The indices of the failed rows, largest error first; at most `NOTES`. */
function worstFirst(rows: GradcheckRow[], tolerance: number): number[] {
  return rows
    .map((_, r) => r)
    .filter(r => !(rows[r].error <= tolerance))
    .sort((a, b) => rows[b].error - rows[a].error)
    .slice(0, NOTES);
}

/** The loss as a function of the step by which one element is moved. */
const moved =
  ({ data, i }: Place, evaluate: () => number) =>
  (step: number): number => {
    const x = data[i];
    try {
      data[i] = x + step;
      return evaluate();
    } finally {
      data[i] = x;
    }
  };

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
