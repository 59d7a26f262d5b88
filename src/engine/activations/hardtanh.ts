import { Activation } from './activation';
import { Expression, evaluate, given, number } from '../formula/expression';
import { checkFinite, readOptions } from '../options';
import { failure } from '../message';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Hardtanh(z) = z between two bounds, the nearer bound outside: a tanh of straight lines.
 * At the bounds the slope is taken as 0. Source: Collobert, 2004; torch.nn.Hardtanh.
 */
export class Hardtanh extends Activation {
  static override examples(): Options[] {
    return [{}, { minVal: -2, maxVal: 0.5 }];
  }

  override readonly symbol: string = 'hardtanh';
  /** The smallest output. */
  readonly minVal: number;
  /** The largest output. */
  readonly maxVal: number;

  /**
   * @param options.minVal −1 when left out
   * @param options.maxVal 1 when left out
   * @throws RangeError unless maxVal is above minVal, TypeError for a bound that is not a number
   */
  constructor(options: { minVal?: number; maxVal?: number } = {}) {
    super();
    const owner = new.target.name;
    const { minVal, maxVal } = readOptions(owner, options, { minVal: -1, maxVal: 1 });
    this.minVal = checkFinite(owner, 'minVal', minVal);
    this.maxVal = checkFinite(owner, 'maxVal', maxVal);
    if (this.maxVal <= this.minVal) {
      const bounds = [this.minVal, this.maxVal] as const;
      throw failure(
        RangeError,
        '%1: minVal is %2 and maxVal %3, expected a larger maxVal.',
        owner,
        ...bounds
      );
    }
  }

  override options(): Record<string, number> {
    return { minVal: this.minVal, maxVal: this.maxVal };
  }

  override value(z: number): number {
    // Comparisons, not Math.min, so that NaN comes through.
    return z < this.minVal ? this.minVal : z > this.maxVal ? this.maxVal : z;
  }

  override slope(z: number): number {
    return z <= this.minVal || z >= this.maxVal ? 0 : 1;
  }

  override formula(z: Expression): Expression {
    return this.branch(z, number(this.minVal), z, number(this.maxVal));
  }

  override slopeFormula(z: Expression): Expression {
    return this.branch(z, number(0), number(1), number(0));
  }

  /** The form that holds at z: below the bounds, between them or above them. */
  private branch(z: Expression, below: Expression, between: Expression, above: Expression): Expression {
    const at = evaluate(z);
    return at <= this.minVal
      ? given(below, z, '≤', this.minVal)
      : at >= this.maxVal
        ? given(above, z, '≥', this.maxVal)
        : given(between, z, '>', this.minVal);
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Min', [graph.node('Max', [input, this.minVal]), this.maxVal]);
  }
}
