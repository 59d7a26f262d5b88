import { Activation } from './activation';
import { Expression, call, evaluate, given, number } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** ReLU(z) = max(0, z): a negative number becomes 0. Its slope at 0 is taken as 0. Source: torch.nn.ReLU. */
export class ReLU extends Activation {
  override readonly symbol = 'ReLU';

  override value(z: number): number {
    // As PyTorch's, NaN for NaN and 0 for −0; Math.max differs.
    return z <= 0 ? 0 : z;
  }

  override slope(z: number): number {
    // 1 or 0 without a branch, which the processor could not predict.
    return Number(z > 0);
  }

  override formula(z: Expression): Expression {
    return call('max', 0, z);
  }

  override slopeFormula(z: Expression): Expression {
    return evaluate(z) > 0 ? given(number(1), z, '>', 0) : given(number(0), z, '≤', 0);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Relu', [input]);
  }

  // Activation's loops, so that the compiler can inline this function.

  protected override values(z: Float64Array, a: Float64Array): void {
    for (let i = 0; i < z.length; i++) {
      a[i] = this.value(z[i]);
    }
  }

  protected override slopes(
    z: Float64Array,
    _a: Float64Array,
    gradA: Float64Array,
    gradZ: Float64Array
  ): void {
    for (let i = 0; i < z.length; i++) {
      gradZ[i] = gradA[i] * this.slope(z[i]);
    }
  }
}
