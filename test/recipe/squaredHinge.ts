import {
  Expression,
  call,
  difference,
  evaluate,
  given,
  number,
  power,
  product
} from '../../src/engine/formula/expression';
import { ElementwiseLoss } from '../../src/engine/losses/elementwiseLoss';

/** Squared hinge: ℓ = max(0, 1 − y ŷ)². Source: Lee and Lin, JMLR 14 (2013); PyTorch has none. */
export class SquaredHinge extends ElementwiseLoss {
  static override readonly reference = 'Lee and Lin, JMLR 14 (2013)';

  override value(output: number, target: number): number {
    return Math.max(0, 1 - target * output) ** 2;
  }

  override slope(output: number, target: number): number {
    return -2 * target * Math.max(0, 1 - target * output);
  }

  override formula(output: Expression, target: Expression): Expression {
    return power(call('max', 0, difference(1, product(target, output))), 2);
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    const margin = difference(1, product(target, output));
    return evaluate(margin) > 0
      ? given(product(-2, target, margin), margin, '>', 0)
      : given(number(0), margin, '≤', 0);
  }
}
