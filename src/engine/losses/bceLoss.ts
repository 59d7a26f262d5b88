import { failure } from '../message';
import { ElementwiseLoss } from './elementwiseLoss';
import type { LossDomain, LossOptions } from './loss';
import type { Options } from '../spec';
import { checkWeights } from './weights';
import {
  Expression,
  call,
  difference,
  evaluate,
  negative,
  number,
  product,
  quotient,
  sum
} from '../formula/expression';

/** The smallest logarithm: being certain and wrong costs 100, not infinity. */
const LOG_MIN = -100;
/** The smallest denominator of the slope: 1e-12 as a float32, which PyTorch uses even in float64. */
const EPSILON = Math.fround(1e-12);

/** Options of `BCELoss`. */
export interface BCELossOptions extends LossOptions {
  /** ω: how much each output counts; all alike when left out. */
  weight?: number[];
}

/**
 * Binary cross-entropy: ℓ = −(y ln ŷ + (1 − y) ln(1 − ŷ)), for ŷ and y between 0 and 1.
 * Logarithms are cut off at −100 and the slope's denominator at 1e-12, as PyTorch does. Source: torch.nn.BCELoss.
 */
export class BCELoss extends ElementwiseLoss {
  static override readonly domain: LossDomain = { output: 'probability', target: 'probability' };

  static override examples(outputs: number): Options[] {
    return [{}, { weight: Array.from({ length: outputs }, (_, j) => j + 0.5) }];
  }

  override readonly weight: readonly number[] | null;

  /** @throws TypeError for weights that are not numbers of at least 0 */
  constructor(options: BCELossOptions = {}) {
    super(options);
    this.weight = checkWeights('BCELoss', 'weight', options.weight);
  }

  override options(): Options {
    return { ...super.options(), ...(this.weight && { weight: [...this.weight] }) };
  }

  override value(output: number, target: number): number {
    // A target of 0 or 1 leaves only one term.
    if (target === 1) {
      return -Math.max(Math.log(output), LOG_MIN);
    }
    const no = Math.max(Math.log1p(-output), LOG_MIN);
    return target === 0 ? -no : -(target * Math.max(Math.log(output), LOG_MIN) + (1 - target) * no);
  }

  override slope(output: number, target: number): number {
    return (output - target) / Math.max(output * (1 - output), EPSILON);
  }

  override formula(output: Expression, target: Expression): Expression {
    const yes = cutOff(call('ln', output));
    const no = cutOff(call('ln', difference(1, output)));
    return negative(sum(product(target, yes), product(difference(1, target), no)));
  }

  override slopeFormula(output: Expression, target: Expression): Expression {
    const spread = product(output, difference(1, output));
    return quotient(
      difference(output, target),
      evaluate(spread) < EPSILON ? call('max', spread, number(EPSILON)) : spread
    );
  }

  override shortcut(activation: string, output: Expression, target: Expression): Expression | null {
    return activation === 'Sigmoid' && !this.weight ? difference(output, target) : null;
  }

  protected override check(output: number, target: number, place: () => string): void {
    if (!(target >= 0 && target <= 1)) {
      throw failure(
        RangeError,
        '%1 expects targets between 0 and 1, got %2: target%3. Write 0 and 1 for two classes.',
        'BCELoss',
        target,
        place()
      );
    }
    if (output < 0 || output > 1) {
      throw failure(
        RangeError,
        'BCELoss expects outputs between 0 and 1, got %1: output%2. Put a Sigmoid at the end of the model, or take BCEWithLogitsLoss.',
        output,
        place()
      );
    }
  }

  // ElementwiseLoss's loops, so that the compiler can inline this function.

  protected override total(output: Float64Array, target: Float64Array, start: number, end: number): number {
    if (this.weight) {
      return super.total(output, target, start, end);
    }
    let total = 0;
    for (let i = start; i < end; i++) {
      this.element = i;
      this.check(output[i], target[i], this.place);
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
    if (this.weight) {
      super.slopes(output, target, grad, scale);
      return;
    }
    for (let i = 0; i < target.length; i++) {
      grad[i] = this.slope(output[i], target[i]) * scale;
    }
  }
}

/** The clamp is written only where it acts: elsewhere it would obscure the formula. */
const cutOff = (log: Expression): Expression => (evaluate(log) < LOG_MIN ? call('max', log, LOG_MIN) : log);
