import { Activation } from './activation';
import {
  Expression,
  call,
  evaluate,
  given,
  negative,
  number,
  product,
  quotient,
  sum
} from '../formula/expression';
import { checkFinite, checkPositive, readOptions } from '../options';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Softplus(z) = ln(1 + e^(βz)) / β: a ReLU with a round corner, always above 0. Where βz is above a
 * threshold, the result is z itself. Source: torch.nn.Softplus.
 */
export class Softplus extends Activation {
  static override examples(): Options[] {
    return [{}, { beta: 2.5, threshold: 30 }];
  }

  override readonly symbol = 'softplus';
  /** β: the larger, the sharper the corner. */
  readonly beta: number;
  /** Where βz is above this, the function is the identity. */
  readonly threshold: number;

  /**
   * @param options.beta 1 when left out
   * @param options.threshold 20 when left out
   * @throws RangeError for a beta that is not above 0, TypeError for a threshold that is not a number
   */
  constructor(options: { beta?: number; threshold?: number } = {}) {
    super();
    const { beta, threshold } = readOptions('Softplus', options, { beta: 1, threshold: 20 });
    this.beta = checkPositive('Softplus', 'beta', beta);
    this.threshold = checkFinite('Softplus', 'threshold', threshold);
  }

  override options(): Record<string, number> {
    return { beta: this.beta, threshold: this.threshold };
  }

  override value(z: number): number {
    const x = this.beta * z;
    if (x > this.threshold) {
      return z;
    }
    // ln(1 + eˣ) = x + ln(1 + e⁻ˣ): one of the two exponentials never overflows.
    return (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))) / this.beta;
  }

  override slope(z: number): number {
    const x = this.beta * z;
    return x > this.threshold ? 1 : 1 / (1 + Math.exp(-x));
  }

  override formula(z: Expression): Expression {
    const x = this.scaled(z);
    if (evaluate(x) > this.threshold) {
      return given(z, x, '>', this.threshold);
    }
    const log = call('ln', sum(1, call('exp', x)));
    return this.beta === 1 ? log : quotient(log, this.beta);
  }

  override slopeFormula(z: Expression): Expression {
    const x = this.scaled(z);
    return evaluate(x) > this.threshold
      ? given(number(1), x, '>', this.threshold)
      : quotient(1, sum(1, call('exp', negative(x))));
  }

  private scaled(z: Expression): Expression {
    return this.beta === 1 ? z : product(this.beta, z);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const x = graph.node('Mul', [input, this.beta]);
    const tail = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [x])])]);
    const log = graph.node('Log', [graph.node('Add', [tail, 1])]);
    const curve = graph.node('Div', [graph.node('Add', [graph.node('Max', [x, 0]), log]), this.beta]);
    return graph.node('Where', [graph.node('Greater', [x, this.threshold]), input, curve]);
  }
}
