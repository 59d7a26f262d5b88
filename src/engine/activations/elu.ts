import { Activation } from './activation';
import { Expression, call, difference, evaluate, given, number, product } from '../formula/expression';
import { checkFinite, readOptions } from '../options';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * ELU(z) = z where z > 0, else α (eᶻ − 1): bends smoothly towards −α instead of cutting off.
 * Source: Clevert et al., ICLR 2016; torch.nn.ELU.
 */
export class ELU extends Activation {
  static override examples(): Options[] {
    return [{}, { alpha: 0.4 }];
  }

  override readonly symbol = 'ELU';
  /** α: the output tends to −α for very negative inputs. */
  readonly alpha: number;

  /**
   * @param options.alpha 1 when left out
   * @throws TypeError for an alpha that is not a number
   */
  constructor(options: { alpha?: number } = {}) {
    super();
    this.alpha = checkFinite('ELU', 'alpha', readOptions('ELU', options, { alpha: 1 }).alpha);
  }

  override options(): Record<string, number> {
    return { alpha: this.alpha };
  }

  override value(z: number): number {
    return z > 0 ? z : this.alpha * Math.expm1(z);
  }

  override slope(z: number): number {
    return z > 0 ? 1 : this.alpha * Math.exp(z);
  }

  override formula(z: Expression): Expression {
    return evaluate(z) > 0
      ? given(z, z, '>', 0)
      : given(product(this.alpha, difference(call('exp', z), 1)), z, '≤', 0);
  }

  override slopeFormula(z: Expression): Expression {
    return evaluate(z) > 0
      ? given(number(1), z, '>', 0)
      : given(product(this.alpha, call('exp', z)), z, '≤', 0);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const below = graph.node('Sub', [graph.node('Exp', [graph.node('Min', [input, 0])]), 1]);
    return graph.node('Add', [graph.node('Max', [input, 0]), graph.node('Mul', [below, this.alpha])]);
  }
}
