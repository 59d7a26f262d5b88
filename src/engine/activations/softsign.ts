import { Activation } from './activation';
import { Expression, call, power, quotient, sum } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Softsign(z) = z / (1 + |z|): between −1 and 1 like tanh, but far from 0 its slope falls as 1/z², not exponentially.
 * Source: torch.nn.Softsign.
 */
export class Softsign extends Activation {
  override readonly symbol = 'softsign';

  override value(z: number): number {
    return z / (1 + Math.abs(z));
  }

  override slope(z: number): number {
    const width = 1 + Math.abs(z);
    return 1 / (width * width);
  }

  override formula(z: Expression): Expression {
    return quotient(z, sum(1, call('abs', z)));
  }

  override slopeFormula(z: Expression): Expression {
    return quotient(1, power(sum(1, call('abs', z)), 2));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Div', [input, graph.node('Add', [graph.node('Abs', [input]), 1])]);
  }
}
