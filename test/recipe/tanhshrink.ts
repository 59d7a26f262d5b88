import { Activation } from '../../src/engine/activations/activation';
import { Expression, call, difference, power } from '../../src/engine/formula/expression';
import type { OnnxGraph, OnnxValue } from '../../src/engine/files/onnx/onnxGraph';

/** Tanhshrink(z) = z − tanh(z). Source: torch.nn.Tanhshrink. */
export class Tanhshrink extends Activation {
  override readonly symbol = 'tanhshrink';

  override value(z: number): number {
    return z - Math.tanh(z);
  }

  override slope(z: number): number {
    return Math.tanh(z) ** 2;
  }

  override formula(z: Expression): Expression {
    return difference(z, call('tanh', z));
  }

  override slopeFormula(z: Expression): Expression {
    return power(call('tanh', z), 2);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Sub', [input, graph.node('Tanh', [input])]);
  }
}
