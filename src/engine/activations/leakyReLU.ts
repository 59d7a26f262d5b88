import { Activation } from './activation';
import { Expression, evaluate, given, number, product } from '../formula/expression';
import { checkFinite, readOptions } from '../options';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** LeakyReLU(z) = z where z > 0, else negativeSlope · z. Source: torch.nn.LeakyReLU. */
export class LeakyReLU extends Activation {
  static override examples(): Options[] {
    return [{}, { negativeSlope: 0.2 }, { negativeSlope: -0.5 }];
  }

  override readonly symbol = 'LeakyReLU';
  readonly negativeSlope: number;

  /**
   * @param options.negativeSlope the slope where z ≤ 0; 0.01 when left out
   * @throws TypeError for a negativeSlope that is not a number
   */
  constructor(options: { negativeSlope?: number } = {}) {
    super();
    const { negativeSlope } = readOptions('LeakyReLU', options, { negativeSlope: 0.01 });
    this.negativeSlope = checkFinite('LeakyReLU', 'negativeSlope', negativeSlope);
  }

  override options(): Record<string, number> {
    return { negativeSlope: this.negativeSlope };
  }

  override value(z: number): number {
    return z > 0 ? z : this.negativeSlope * z;
  }

  override slope(z: number): number {
    return z > 0 ? 1 : this.negativeSlope;
  }

  override formula(z: Expression): Expression {
    return evaluate(z) > 0 ? given(z, z, '>', 0) : given(product(this.negativeSlope, z), z, '≤', 0);
  }

  override slopeFormula(z: Expression): Expression {
    return evaluate(z) > 0 ? given(number(1), z, '>', 0) : given(number(this.negativeSlope), z, '≤', 0);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('PRelu', [input, this.negativeSlope]);
  }
}
