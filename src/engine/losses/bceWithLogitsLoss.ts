import { failure } from '../message';
import { ElementwiseLoss } from './elementwiseLoss';
import type { LossDomain } from './loss';
import { Expression, call, difference, negative, product, quotient, sum } from '../formula/expression';

/**
 * Binary cross-entropy of σ(z), for a model whose output is z itself: ℓ = max(z, 0) − z y + ln(1 + e^(−|z|)),
 * which is −(y ln σ(z) + (1 − y) ln(1 − σ(z))) without its overflow: exact for every z.
 * Source: torch.nn.BCEWithLogitsLoss.
 */
export class BCEWithLogitsLoss extends ElementwiseLoss {
  static override readonly domain: LossDomain = { output: 'number', target: 'probability' };

  override value(output: number, target: number): number {
    return Math.max(output, 0) - output * target + Math.log1p(Math.exp(-Math.abs(output)));
  }

  override slope(output: number, target: number): number {
    return 1 / (1 + Math.exp(-output)) - target;
  }

  override formula(output: Expression, target: Expression): Expression {
    const rest = call('ln', sum(1, call('exp', negative(call('abs', output)))));
    return sum(call('max', output, 0), negative(product(output, target)), rest);
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    return difference(quotient(1, sum(1, call('exp', negative(output)))), target);
  }

  protected override check(_output: number, target: number, place: () => string): void {
    if (!(target >= 0 && target <= 1)) {
      throw failure(
        RangeError,
        '%1 expects targets between 0 and 1, got %2: target%3.',
        'BCEWithLogitsLoss',
        target,
        place()
      );
    }
  }
}
