import { Activation } from './activation';
import { Expression, call, difference, power } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ): any number becomes one between −1 and 1. Source: torch.nn.Tanh. */
export class Tanh extends Activation {
  override readonly symbol = 'tanh';

  override value(z: number): number {
    return Math.tanh(z);
  }

  override slope(_z: number, a: number): number {
    // 1 − a², but a² would be rounded before the difference.
    return (1 - a) * (1 + a);
  }

  override formula(z: Expression): Expression {
    return call('tanh', z);
  }

  override slopeFormula(_z: Expression, a: Expression): Expression {
    return difference(1, power(a, 2));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Tanh', [input]);
  }

  // Activation's loops, so that the compiler can inline this function.

  protected override values(z: Float64Array, a: Float64Array): void {
    for (let i = 0; i < z.length; i++) {
      a[i] = this.value(z[i]);
    }
  }

  protected override slopes(
    z: Float64Array,
    a: Float64Array,
    gradA: Float64Array,
    gradZ: Float64Array
  ): void {
    for (let i = 0; i < z.length; i++) {
      gradZ[i] = gradA[i] * this.slope(z[i], a[i]);
    }
  }
}
