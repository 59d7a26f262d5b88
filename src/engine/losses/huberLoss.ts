import { ElementwiseLoss } from './elementwiseLoss';
import type { LossOptions } from './loss';
import { checkPositive } from '../options';
import type { Options } from '../spec';
import {
  Expression,
  call,
  difference,
  evaluate,
  given,
  negative,
  number,
  power,
  product,
  quotient
} from '../formula/expression';

/** Options of `HuberLoss`. */
export interface HuberLossOptions extends LossOptions {
  /** The error from which on the loss grows linearly; 1 when left out. */
  delta?: number;
}

/**
 * Huber's loss: with the error e = ŷ − y, ℓ = ½ e² where |e| < delta, and delta (|e| − ½ delta) beyond: squared like
 * MSELoss for small errors, linear like L1Loss for outliers, so that a single one cannot pull with all its weight.
 * Source: Huber, Annals of Statistics 35 (1964); torch.nn.HuberLoss.
 */
export class HuberLoss extends ElementwiseLoss {
  static override examples(): Options[] {
    return [{}, { delta: 0.5 }];
  }

  /** Where the linear branches begin. */
  readonly delta: number;

  /** @throws RangeError for a delta that is not above 0 */
  constructor(options: HuberLossOptions = {}) {
    super(options);
    this.delta = checkPositive('HuberLoss', 'delta', options.delta ?? 1);
  }

  override options(): Options {
    return { ...super.options(), ...(this.delta !== 1 && { delta: this.delta }) };
  }

  override value(output: number, target: number): number {
    const error = output - target;
    const size = Math.abs(error);
    return size < this.delta ? 0.5 * error * error : this.delta * (size - 0.5 * this.delta);
  }

  override slope(output: number, target: number): number {
    const error = output - target;
    return Math.abs(error) < this.delta ? error : this.delta * Math.sign(error);
  }

  override formula(output: Expression, target: Expression): Expression {
    const error = difference(output, target);
    const size = call('abs', error);
    return Math.abs(evaluate(error)) < this.delta
      ? given(product(quotient(1, 2), power(error, 2)), size, '<', this.delta)
      : given(
          product(this.delta, difference(size, product(quotient(1, 2), this.delta))),
          size,
          '≥',
          this.delta
        );
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    const error = difference(output, target);
    const at = evaluate(error);
    // NaN is passed on.
    return Number.isNaN(at)
      ? product(this.delta, error)
      : Math.abs(at) < this.delta
        ? given(error, call('abs', error), '<', this.delta)
        : at > 0
          ? given(number(this.delta), error, '≥', this.delta)
          : given(negative(this.delta), error, '≤', -this.delta);
  }
}
