import { ElementwiseLoss } from './elementwiseLoss';
import { Expression, difference, power, product } from '../formula/expression';

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

  // ElementwiseLoss's loops, so that the compiler can inline this function.

  protected override total(output: Float64Array, target: Float64Array, start: number, end: number): number {
    let total = 0;
    for (let i = start; i < end; i++) {
      total += this.value(output[i], target[i]);
    }
    return total;
  }

  protected override slopes(
    output: Float64Array,
    target: Float64Array,
    grad: Float64Array,
    scale: number
  ): void {
    for (let i = 0; i < target.length; i++) {
      grad[i] = this.slope(output[i], target[i]) * scale;
    }
  }
}
