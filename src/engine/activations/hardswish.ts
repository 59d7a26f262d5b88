import { Activation } from './activation';
import { Expression, evaluate, given, number, product, quotient, sum } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Hardswish(z) = z (z + 3)/6 between −3 and 3, 0 below and z above: SiLU without an exponential.
 * Source: Howard et al., "Searching for MobileNetV3", 2019; torch.nn.Hardswish.
 */
export class Hardswish extends Activation {
  override readonly symbol = 'hardswish';

  override value(z: number): number {
    return z <= -3 ? 0 : z >= 3 ? z : (z * (z + 3)) / 6;
  }

  override slope(z: number): number {
    return z <= -3 ? 0 : z >= 3 ? 1 : z / 3 + 0.5;
  }

  override formula(z: Expression): Expression {
    const at = evaluate(z);
    return at <= -3
      ? given(number(0), z, '≤', -3)
      : at >= 3
        ? given(z, z, '≥', 3)
        : given(product(z, quotient(sum(z, 3), 6)), z, '>', -3);
  }

  override slopeFormula(z: Expression): Expression {
    const at = evaluate(z);
    return at <= -3
      ? given(number(0), z, '≤', -3)
      : at >= 3
        ? given(number(1), z, '≥', 3)
        : given(sum(quotient(z, 3), quotient(1, 2)), z, '>', -3);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const clipped = graph.node('Min', [graph.node('Max', [graph.node('Add', [input, 3]), 0]), 6]);
    return graph.node('Mul', [input, graph.node('Div', [clipped, 6])]);
  }
}
