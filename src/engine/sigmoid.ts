import { Activation } from './activation';
import { Expression, call, difference, negative, product, quotient, sum } from './expression';

/** σ(z) = 1 / (1 + e⁻ᶻ): any number becomes one between 0 and 1. Source: torch.nn.Sigmoid. */
export class Sigmoid extends Activation {
  override readonly symbol = 'σ';

  override value(z: number): number {
    return 1 / (1 + Math.exp(-z));
  }

  override slope(_z: number, a: number): number {
    return a * (1 - a);
  }

  override formula(z: Expression): Expression {
    return quotient(1, sum(1, call('exp', negative(z))));
  }

  override slopeFormula(_z: Expression, a: Expression): Expression {
    return product(a, difference(1, a));
  }
}
