import type { Along } from './derivative';
import type { Evaluation } from './evaluation';
import type { Scatter } from './scatter';
import { Tensor, unravel } from '../tensor';

/** An element of a gradient, and the loss as a function of its number. */
export interface Element {
  name: string;
  index: number[];
  analytic: number;
  /** How far round-off moves the gradient. */
  scatter: number;
  along: Along;
}

/** A gradient's address: `linear1.weight.grad[2,1]`. */
export const addressOf = ({ name, index }: Pick<Element, 'name' | 'index'>): string =>
  `${name}.grad[${index.join(',')}]`;

/** Every element of the parameters and, if it has a gradient, of the input. */
export function elementsOf(evaluation: Evaluation, grads: Float64Array[], scatter: Scatter): Element[] {
  const { parameters, model, input } = evaluation;
  const tensors: [string, Tensor][] = model.takesIndices ? parameters : [...parameters, ['input', input]];
  return tensors.flatMap(([name, { data, shape }], t) =>
    Array.from(data, (x, i): Element => ({
      name,
      index: unravel(i, shape),
      analytic: grads[t][i] ?? NaN,
      scatter: scatter.grads[t][i] ?? 0,
      along: {
        x,
        scatter: scatter.shares,
        noisy: scatter.noisy,
        shares: to => movedTo(data, i, to, () => evaluation.shares())
      }
    }))
  );
}

/** Computes with element `i` of `data` at another value, and puts it back. */
export function movedTo<T>(data: Float64Array, i: number, to: number, compute: () => T): T {
  const x = data[i];
  try {
    data[i] = to;
    return compute();
  } finally {
    data[i] = x;
  }
}
