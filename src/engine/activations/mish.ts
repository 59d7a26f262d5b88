import { Activation } from './activation';
import { Expression, call, difference, negative, power, product, quotient, sum } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** Above this tanh(ln(1 + eᶻ)) is 1 in float64, and its exponential is far from overflowing. */
const FLAT = 40;

/**
 * Mish(z) = z tanh(ln(1 + eᶻ)): a smooth relative of SiLU that dips a little below 0.
 * Source: Misra, "Mish", BMVC 2020; torch.nn.Mish.
 */
export class Mish extends Activation {
  override readonly symbol = 'Mish';

  override value(z: number): number {
    if (z > FLAT) {
      return z;
    }
    // tanh(ln(1 + e)) = n/(n + 2), n = (1 + e)² − 1: no digits are lost where e is small.
    const e = Math.exp(z);
    const n = e * (e + 2);
    return z * (n / (n + 2));
  }

  /** t + z (1 − t²) σ(z), t = tanh(ln(1 + eᶻ)). */
  override slope(z: number): number {
    if (z > FLAT) {
      return 1;
    }
    const e = Math.exp(z);
    const n = e * (e + 2);
    return n / (n + 2) + (4 * z * e * (1 + e)) / ((n + 2) * (n + 2));
  }

  override formula(z: Expression): Expression {
    return product(z, bent(z));
  }

  override slopeFormula(z: Expression): Expression {
    const share = quotient(1, sum(1, call('exp', negative(z))));
    return sum(bent(z), product(z, difference(1, power(bent(z), 2)), share));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const e = graph.node('Exp', [graph.node('Min', [input, FLAT])]);
    const n = graph.node('Mul', [e, graph.node('Add', [e, 2])]);
    return graph.node('Mul', [input, graph.node('Div', [n, graph.node('Add', [n, 2])])]);
  }
}

const bent = (z: Expression): Expression => call('tanh', call('ln', sum(1, call('exp', z))));
