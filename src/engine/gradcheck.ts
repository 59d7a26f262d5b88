import { Loss } from './loss';
import { Module } from './module';
import { Tensor, TensorLike, unravel } from './tensor';

/** One gradient, computed in two ways. */
export interface GradcheckRow {
  /** The parameter's name, or `input`. */
  name: string;
  /** Where in it, e.g. [2, 1]. */
  index: number[];
  /** By `backward`. */
  analytic: number;
  /** By the central difference (L(w + ε) − L(w − ε)) / 2ε. */
  numeric: number;
  /** |analytic − numeric| / max(1, |analytic|, |numeric|). */
  error: number;
}

/** What `gradcheck` found. */
export interface Gradcheck {
  kind: 'check';
  version: 1;
  epsilon: number;
  tolerance: number;
  passed: boolean;
  /** The largest of the errors. */
  worst: number;
  rows: GradcheckRow[];
}

export interface GradcheckOptions {
  input: TensorLike;
  target: TensorLike;
  loss: Loss;
  /** ε; 1e-5 when left out: smaller loses digits to round-off, larger to curvature. */
  epsilon?: number;
  /** The largest error that passes; 1e-8 when left out. */
  tolerance?: number;
}

/**
 * Compares every gradient that `backward` computes, of parameters and inputs, with a central difference of
 * the loss. Leaves the model's weights and gradients as they were.
 * @throws what `forward` throws for the input
 */
export function gradcheck(model: Module, options: GradcheckOptions): Gradcheck {
  const { loss, epsilon = 1e-5, tolerance = 1e-8 } = options;
  const input = Tensor.from(options.input, 'input').clone();
  const target = Tensor.from(options.target, 'target');
  const rows = analyticGradients(model, input, target, loss).flatMap(({ name, tensor, grad }) =>
    Array.from(grad, (value, i): GradcheckRow => {
      const numeric = centralDifference(tensor.data, i, epsilon, () =>
        loss.forward(model.forward(input), target)
      );
      const error = Math.abs(value - numeric) / Math.max(1, Math.abs(value), Math.abs(numeric));
      return { name, index: unravel(i, tensor.shape), analytic: value, numeric, error };
    })
  );
  // NaN is no small error: Math.max keeps it, and it is not ≤ anything.
  const worst = rows.reduce((most, row) => Math.max(most, row.error), 0);
  return { kind: 'check', version: 1, epsilon, tolerance, passed: worst <= tolerance, worst, rows };
}

/** Every gradient by `backward`, from 0; the ones that were there are put back. */
function analyticGradients(
  model: Module,
  input: Tensor,
  target: Tensor,
  loss: Loss
): { name: string; tensor: Tensor; grad: Float64Array }[] {
  const named = model.namedParameters();
  const kept = named.map(([, { grad }]) => grad.data.slice());
  try {
    model.zeroGrad();
    loss.forward(model.forward(input), target);
    const gradInput = model.backward(loss.backward());
    const found = named.map(([name, tensor]) => ({ name, tensor, grad: tensor.grad.data.slice() }));
    return [...found, { name: 'input', tensor: input, grad: gradInput.data.slice() }];
  } finally {
    named.forEach(([, { grad }], i) => grad.data.set(kept[i]));
  }
}

/**
 * (f(x + ε) − f(x − ε)) / 2ε, by changing element `i` of `data` and setting it back.
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
