import { Activation } from './activation';
import {
  Expression,
  call,
  difference,
  evaluate,
  given,
  number,
  product,
  quotient
} from '../formula/expression';
import { checkPositive, readOptions } from '../options';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * CELU(z) = z where z > 0, else α (e^(z/α) − 1): an ELU whose slope has no jump, whatever α.
 * Source: Barron, 2017; torch.nn.CELU.
 */
export class CELU extends Activation {
  static override examples(): Options[] {
    return [{}, { alpha: 0.4 }];
  }

  override readonly symbol = 'CELU';
  /** α: the output tends to −α for very negative inputs. */
  readonly alpha: number;

  /**
   * @param options.alpha 1 when left out
   * @throws RangeError for an alpha that is not above 0
   */
  constructor(options: { alpha?: number } = {}) {
    super();
    this.alpha = checkPositive('CELU', 'alpha', readOptions('CELU', options, { alpha: 1 }).alpha);
  }

  override options(): Record<string, number> {
    return { alpha: this.alpha };
  }

  override value(z: number): number {
    return z > 0 ? z : this.alpha * Math.expm1(z / this.alpha);
  }

  override slope(z: number): number {
    return z > 0 ? 1 : Math.exp(z / this.alpha);
  }

  override formula(z: Expression): Expression {
    return evaluate(z) > 0
      ? given(z, z, '>', 0)
      : given(product(this.alpha, difference(call('exp', this.scaled(z)), 1)), z, '≤', 0);
  }

  override slopeFormula(z: Expression): Expression {
    return evaluate(z) > 0 ? given(number(1), z, '>', 0) : given(call('exp', this.scaled(z)), z, '≤', 0);
  }

  private scaled(z: Expression): Expression {
    return this.alpha === 1 ? z : quotient(z, this.alpha);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const scaled = graph.node('Div', [graph.node('Min', [input, 0]), this.alpha]);
    const below = graph.node('Sub', [graph.node('Exp', [scaled]), 1]);
    return graph.node('Add', [graph.node('Max', [input, 0]), graph.node('Mul', [below, this.alpha])]);
  }
}
