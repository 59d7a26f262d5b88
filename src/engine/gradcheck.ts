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
  const kept = model.parameters().map(parameter => parameter.grad.data.slice());
  model.zeroGrad();
  loss.forward(model.forward(input), target);
  const gradInput = model.backward(loss.backward());
  const analytic = model
    .namedParameters()
    .map(([name, p]) => ({ name, tensor: p as Tensor, grad: p.grad.data.slice() }));
  analytic.push({ name: 'input', tensor: input, grad: gradInput.data.slice() });
  model.parameters().forEach((parameter, i) => parameter.grad.data.set(kept[i]));

  const rows = analytic.flatMap(({ name, tensor, grad }) =>
    Array.from(grad, (value, i): GradcheckRow => {
      const numeric = centralDifference(tensor.data, i, epsilon, () =>
        loss.forward(model.forward(input), target)
      );
      const error = Math.abs(value - numeric) / Math.max(1, Math.abs(value), Math.abs(numeric));
      return { name, index: unravel(i, tensor.shape), analytic: value, numeric, error };
    })
  );
  // NaN is no small error: it must not slip through a comparison.
  const worst = rows.reduce((most, row) => (row.error <= most ? most : row.error), 0);
  return { kind: 'check', version: 1, epsilon, tolerance, passed: worst <= tolerance, worst, rows };
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
