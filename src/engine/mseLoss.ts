import { ElementwiseLoss } from './elementwiseLoss';
import { Expression, difference, power, product } from './expression';

/** Squared error: ℓ = (ŷ − y)². Source: torch.nn.MSELoss. */
export class MSELoss extends ElementwiseLoss {
  override value(output: number, target: number): number {
    return (output - target) * (output - target);
  }

  override slope(output: number, target: number): number {
    return 2 * (output - target);
  }

  override formula(output: Expression, target: Expression): Expression {
    return power(difference(output, target), 2);
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    return product(2, difference(output, target));
  }
}
