import { Activation } from './activation';
import { Expression, call, difference, evaluate, given, number, product } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** α and λ, for which normally distributed sums keep a mean of 0 and a variance of 1. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/**
 * SELU(z) = λ z where z > 0, else λ α (eᶻ − 1), with the two constants for which the outputs of a deep network keep
 * mean 0 and variance 1 by themselves: λ ≈ 1.0507, α ≈ 1.6733.
 * Source: Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS 2017; torch.nn.SELU.
 */
export class SELU extends Activation {
  override readonly symbol = 'SELU';

  override value(z: number): number {
    return SCALE * (z > 0 ? z : ALPHA * Math.expm1(z));
  }

  override slope(z: number): number {
    return SCALE * (z > 0 ? 1 : ALPHA * Math.exp(z));
  }

  override formula(z: Expression): Expression {
    return evaluate(z) > 0
      ? given(product(SCALE, z), z, '>', 0)
      : given(product(SCALE, ALPHA, difference(call('exp', z), 1)), z, '≤', 0);
  }

  override slopeFormula(z: Expression): Expression {
    return evaluate(z) > 0
      ? given(number(SCALE), z, '>', 0)
      : given(product(SCALE, ALPHA, call('exp', z)), z, '≤', 0);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const below = graph.node('Sub', [graph.node('Exp', [graph.node('Min', [input, 0])]), 1]);
    const bent = graph.node('Add', [graph.node('Max', [input, 0]), graph.node('Mul', [below, ALPHA])]);
    return graph.node('Mul', [bent, SCALE]);
  }
}
