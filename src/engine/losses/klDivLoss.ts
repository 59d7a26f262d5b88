import { ElementwiseLoss } from './elementwiseLoss';
import { failure } from '../message';
import type { LossDomain, LossOptions, Reduction } from './loss';
import type { Options } from '../spec';
import {
  Expression,
  call,
  difference,
  evaluate,
  given,
  negative,
  number,
  product
} from '../formula/expression';

/** Options of `KLDivLoss`. */
export interface KLDivLossOptions {
  /**
   * 'mean', the default, divides by the number of elements; 'batchmean' by the number of samples, which is the
   * divergence of the mathematicians; 'sum' by nothing.
   */
  reduction?: Reduction;
  /** Whether the targets are logarithms of probabilities too; false when left out. */
  logTarget?: boolean;
}

/**
 * The Kullback–Leibler divergence of the model's distribution from the target's, for a model whose outputs a are
 * logarithms of probabilities, such as LogSoftmax: ℓ = y (ln y − a); with `logTarget`, ℓ = e^y (y − a). Where y = 0,
 * ℓ = 0. Source: Kullback and Leibler, 1951; torch.nn.KLDivLoss.
 */
export class KLDivLoss extends ElementwiseLoss {
  static override readonly domain: LossDomain = { output: 'number', target: 'probability' };
  static override readonly reductions: readonly Reduction[] = ['mean', 'batchmean', 'sum'];

  static override examples(): Options[] {
    return [{}, { reduction: 'batchmean' }, { logTarget: true }];
  }

  readonly logTarget: boolean;

  /** @throws TypeError for an unknown reduction, or a logTarget that is neither true nor false */
  constructor(options: KLDivLossOptions = {}) {
    super(options as LossOptions);
    const { logTarget = false } = options;
    if (typeof logTarget !== 'boolean') {
      throw failure(
        TypeError,
        '%1: %2 is %3, expected true or false.',
        'KLDivLoss',
        'logTarget',
        String(logTarget)
      );
    }
    this.logTarget = logTarget;
  }

  override options(): Options {
    return { ...super.options(), ...(this.logTarget && { logTarget: true }) };
  }

  override value(output: number, target: number): number {
    return this.logTarget
      ? Math.exp(target) * (target - output)
      : target === 0
        ? 0
        : target * (Math.log(target) - output);
  }

  override slope(_output: number, target: number): number {
    return -(this.logTarget ? Math.exp(target) : target);
  }

  override formula(output: Expression, target: Expression): Expression {
    if (this.logTarget) {
      return product(call('exp', target), difference(target, output));
    }
    // 0 · ln 0 is 0 here: what the target gives no probability costs nothing.
    return evaluate(target) === 0
      ? given(number(0), target, '=', 0)
      : product(target, difference(call('ln', target), output));
  }

  override slopeFormula(_output: Expression, target: Expression): Expression {
    return negative(this.logTarget ? call('exp', target) : target);
  }

  protected override check(_output: number, target: number, place: () => string): void {
    if (!this.logTarget && !(target >= 0)) {
      throw failure(
        RangeError,
        'KLDivLoss expects targets that are probabilities, got %1: target%2. For logarithms of probabilities, set logTarget: true.',
        target,
        place()
      );
    }
  }
}
