import { Activation } from './activation';
import { Expression, call, difference, negative, product, quotient, sum } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** σ(z) = 1 / (1 + e⁻ᶻ): any number becomes one between 0 and 1. Source: torch.nn.Sigmoid. */
export class Sigmoid extends Activation {
  override readonly symbol = 'σ';

  override value(z: number): number {
    return 1 / (1 + Math.exp(-z));
  }

  override slope(_z: number, a: number): number {
    return a * (1 - a);
  }

  override formula(z: Expression): Expression {
    return quotient(1, sum(1, call('exp', negative(z))));
  }

  override slopeFormula(_z: Expression, a: Expression): Expression {
    return product(a, difference(1, a));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Sigmoid', [input]);
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
