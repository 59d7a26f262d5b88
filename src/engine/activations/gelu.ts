import { Activation } from './activation';
import { erfc } from '../formula/erf';
import {
  Expression,
  PI,
  call,
  difference,
  negative,
  power,
  product,
  quotient,
  sum
} from '../formula/expression';
import { checkOneOf, readOptions } from '../options';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';
import { writeErf } from '../files/onnx/writeErf';

/** √(2/π) and the cubic's coefficient of the tanh approximation. */
const RATE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * GELU(z) = z Φ(z), Φ(z) = ½ (1 + erf(z/√2)) the share of a normal distribution below z: a number passes in
 * proportion to its rank among others. With `approximate: 'tanh'`, as in GPT-2,
 * Φ(z) ≈ ½ (1 + tanh(√(2/π) (z + 0.044715 z³))).
 * Source: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; torch.nn.GELU.
 */
export class GELU extends Activation {
  static override examples(): Options[] {
    return [{}, { approximate: 'tanh' }];
  }

  override readonly symbol = 'GELU';
  readonly approximate: 'none' | 'tanh';

  /**
   * @param options.approximate 'none', the default, or 'tanh'
   * @throws TypeError for any other value
   */
  constructor(options: { approximate?: 'none' | 'tanh' } = {}) {
    super();
    const { approximate } = readOptions('GELU', options, { approximate: 'none' });
    this.approximate = checkOneOf('GELU', 'approximate', approximate, ['none', 'tanh']);
  }

  override options(): Record<string, string> {
    return { approximate: this.approximate };
  }

  override value(z: number): number {
    // ½ (1 + tanh u) = 1 / (1 + e^(−2u)), and ½ (1 + erf x) = ½ erfc(−x): neither form loses digits where Φ is small.
    return this.approximate === 'tanh'
      ? z / (1 + Math.exp(-2 * RATE * (z + CUBIC * z * z * z)))
      : 0.5 * z * erfc(-z * Math.SQRT1_2);
  }

  /** Φ(z) + z Φ′(z), where Φ(z) = a/z saves a second erf. */
  override slope(z: number, a: number): number {
    // Close to 0, a/z is 0/0 or has lost its digits.
    const share = Math.abs(z) < 1e-290 ? 0.5 : a / z;
    const density =
      this.approximate === 'tanh'
        ? 2 * share * (1 - share) * RATE * (1 + 3 * CUBIC * z * z)
        : Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    return share + z * density;
  }

  override formula(z: Expression): Expression {
    return product(z, this.share(z));
  }

  override slopeFormula(z: Expression): Expression {
    return sum(this.share(z), product(z, this.density(z)));
  }

  /** Φ(z) as a formula. */
  private share(z: Expression): Expression {
    const curve =
      this.approximate === 'tanh'
        ? call('tanh', this.argument(z))
        : call('erf', quotient(z, call('sqrt', 2)));
    return product(quotient(1, 2), sum(1, curve));
  }

  /** Φ′(z) as a formula. */
  private density(z: Expression): Expression {
    if (this.approximate === 'none') {
      const bell = call('exp', negative(quotient(power(z, 2), 2)));
      return quotient(bell, call('sqrt', product(2, PI)));
    }
    const inner = product(call('sqrt', quotient(2, PI)), sum(1, product(3, CUBIC, power(z, 2))));
    return product(quotient(1, 2), difference(1, power(call('tanh', this.argument(z)), 2)), inner);
  }

  private argument(z: Expression): Expression {
    return product(call('sqrt', quotient(2, PI)), sum(z, product(CUBIC, power(z, 3))));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    if (this.approximate === 'none') {
      const half = graph.node('Mul', [input, 0.5]);
      const curve = writeErf(graph, graph.node('Mul', [input, Math.SQRT1_2]));
      return graph.node('Mul', [half, graph.node('Add', [curve, 1])]);
    }
    // z (1 + 0.044715 z²) 2√(2/π) is twice the tanh's argument: σ(2u) = ½ (1 + tanh u).
    const cubic = graph.node('Mul', [graph.node('Mul', [input, input]), CUBIC]);
    const inner = graph.node('Mul', [graph.node('Mul', [input, graph.node('Add', [cubic, 1])]), 2 * RATE]);
    return graph.node('Mul', [input, graph.node('Sigmoid', [inner])]);
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
