import { Activation } from './activation';
import { Expression, call, difference, negative, product, quotient, sum } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * SiLU(z) = z σ(z) = z / (1 + e⁻ᶻ), also called swish: a ReLU without the corner.
 * Source: Elfwing et al., 2017; Ramachandran et al., 2017; torch.nn.SiLU.
 */
export class SiLU extends Activation {
  override readonly symbol = 'SiLU';

  override value(z: number): number {
    return z / (1 + Math.exp(-z));
  }

  override slope(z: number, _a: number): number {
    const e = Math.exp(-z);
    const s = 1 / (1 + e);
    // 1 − σ(z) = e⁻ᶻ σ(z) keeps its digits where σ(z) is close to 1.
    return s * (1 + z * (z > 0 ? e * s : 1 - s));
  }

  override formula(z: Expression): Expression {
    return quotient(z, sum(1, call('exp', negative(z))));
  }

  override slopeFormula(z: Expression): Expression {
    const s = quotient(1, sum(1, call('exp', negative(z))));
    return product(s, sum(1, product(z, difference(1, s))));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Mul', [input, graph.node('Sigmoid', [input])]);
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
