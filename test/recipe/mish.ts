import { Activation } from '../../src/engine/activations/activation';
import {
  Expression,
  call,
  difference,
  negative,
  power,
  product,
  quotient,
  sum
} from '../../src/engine/formula/expression';
import type { OnnxGraph, OnnxValue } from '../../src/engine/files/onnx/onnxGraph';

/** Mish(z) = z tanh(ln(1 + eᶻ)). Source: Misra, BMVC 2020; torch.nn.Mish. */
export class Mish extends Activation {
  override readonly symbol = 'Mish';

  override value(z: number): number {
    return z * Math.tanh(softplus(z));
  }

  override slope(z: number): number {
    const t = Math.tanh(softplus(z));
    return t + (z * (1 - t * t)) / (1 + Math.exp(-z));
  }

  override formula(z: Expression): Expression {
    return product(z, bent(z));
  }

  override slopeFormula(z: Expression): Expression {
    const share = quotient(1, sum(1, call('exp', negative(z))));
    return sum(bent(z), product(z, difference(1, power(bent(z), 2)), share));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Mul', [input, graph.node('Tanh', [graph.node('Softplus', [input])])]);
  }
}

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const bent = (z: Expression): Expression => call('tanh', call('ln', sum(1, call('exp', z))));
