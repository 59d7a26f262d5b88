import { ElementwiseLoss } from './elementwiseLoss';
import { Expression, call, difference, evaluate, given, number } from '../formula/expression';

/**
 * Absolute error: ℓ = |ŷ − y|. Its slope does not depend on the size of the error; at 0 the slope is taken as 0.
 * Source: torch.nn.L1Loss.
 */
export class L1Loss extends ElementwiseLoss {
  override value(output: number, target: number): number {
    return Math.abs(output - target);
  }

  override slope(output: number, target: number): number {
    return Math.sign(output - target);
  }

  override formula(output: Expression, target: Expression): Expression {
    return call('abs', difference(output, target));
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    const error = difference(output, target);
    const sign = Math.sign(evaluate(error));
    return Number.isNaN(sign)
      ? error
      : given(number(sign), output, sign > 0 ? '>' : sign < 0 ? '<' : '=', target);
  }
}
