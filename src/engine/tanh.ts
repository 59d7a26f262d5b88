import { Activation } from './activation';
import { Expression, call, difference, power } from './expression';

/** tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ): any number becomes one between −1 and 1. Source: torch.nn.Tanh. */
export class Tanh extends Activation {
  override readonly symbol = 'tanh';

  override value(z: number): number {
    return Math.tanh(z);
  }

  override slope(_z: number, a: number): number {
    return 1 - a * a;
  }

  override formula(z: Expression): Expression {
    return call('tanh', z);
  }

  override slopeFormula(_z: Expression, a: Expression): Expression {
    return difference(1, power(a, 2));
  }
}
