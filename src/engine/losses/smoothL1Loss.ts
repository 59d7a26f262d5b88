import { ElementwiseLoss } from './elementwiseLoss';
import type { LossOptions } from './loss';
import { checkFinite } from '../options';
import { failure } from '../message';
import type { Options } from '../spec';
import {
  Expression,
  call,
  difference,
  evaluate,
  given,
  number,
  power,
  product,
  quotient
} from '../formula/expression';

/** Options of `SmoothL1Loss`. */
export interface SmoothL1LossOptions extends LossOptions {
  /** The error below which the corner is rounded; 1 when left out, 0 for L1Loss. */
  beta?: number;
}

/**
 * The absolute error with a rounded corner: with the error e = ŷ − y, ℓ = ½ e²/beta where |e| < beta, and |e| − ½ beta
 * beyond. It is HuberLoss divided by its delta.
 * Source: Girshick, "Fast R-CNN", ICCV 2015; torch.nn.SmoothL1Loss.
 */
export class SmoothL1Loss extends ElementwiseLoss {
  static override examples(): Options[] {
    return [{}, { beta: 0.5 }, { beta: 0 }];
  }

  /** Where the linear branches begin. */
  readonly beta: number;

  /** @throws RangeError for a beta below 0, TypeError for one that is not a number */
  constructor(options: SmoothL1LossOptions = {}) {
    super(options);
    this.beta = checkFinite('SmoothL1Loss', 'beta', options.beta ?? 1);
    if (this.beta < 0) {
      const got = ['SmoothL1Loss', 'beta', this.beta] as const;
      throw failure(RangeError, '%1: %2 is %3, expected a number of at least 0.', ...got);
    }
  }

  override options(): Options {
    return { ...super.options(), ...(this.beta !== 1 && { beta: this.beta }) };
  }

  override value(output: number, target: number): number {
    const error = output - target;
    const size = Math.abs(error);
    return size < this.beta ? (0.5 * error * error) / this.beta : size - 0.5 * this.beta;
  }

  override slope(output: number, target: number): number {
    const error = output - target;
    return Math.abs(error) < this.beta ? error / this.beta : Math.sign(error);
  }

  override formula(output: Expression, target: Expression): Expression {
    const error = difference(output, target);
    const size = call('abs', error);
    return Math.abs(evaluate(error)) < this.beta
      ? given(product(quotient(1, 2), quotient(power(error, 2), this.beta)), size, '<', this.beta)
      : given(difference(size, product(quotient(1, 2), this.beta)), size, '≥', this.beta);
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    const error = difference(output, target);
    const at = evaluate(error);
    if (Number.isNaN(at)) {
      return error;
    }
    if (Math.abs(at) < this.beta) {
      return given(quotient(error, this.beta), call('abs', error), '<', this.beta);
    }
    const relation = at > 0 ? '≥' : at < 0 ? '≤' : '=';
    return given(number(Math.sign(at)), error, relation, Math.sign(at) * this.beta);
  }
}
