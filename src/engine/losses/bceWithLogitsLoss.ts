import { failure } from '../message';
import { ElementwiseLoss } from './elementwiseLoss';
import type { LossDomain, LossOptions } from './loss';
import type { Options } from '../spec';
import { Tensor, TensorLike } from '../tensor';
import { checkWeights, checkWidth } from './weights';
import {
  Expression,
  call,
  difference,
  negative,
  product,
  quantity,
  quotient,
  say,
  sum
} from '../formula/expression';

const positives = say('%1: how many times as much a target of 1 counts as a target of 0', 'ρ');

/** Options of `BCEWithLogitsLoss`. */
export interface BCEWithLogitsLossOptions extends LossOptions {
  /** ω: how much each output counts; all alike when left out. */
  weight?: number[];
  /** ρ: how many times as much a target of 1 counts, one number for each output or for all; 1 when left out. */
  posWeight?: number | number[];
}

/**
 * Binary cross-entropy of σ(z), for a model whose output is z itself: ℓ = max(z, 0) − z y + ln(1 + e^(−|z|)),
 * which is −(y ln σ(z) + (1 − y) ln(1 − σ(z))) without its overflow: exact for every z.
 * With `posWeight` ρ, for rare positives, ℓ = −(ρ y ln σ(z) + (1 − y) ln(1 − σ(z))).
 * Source: torch.nn.BCEWithLogitsLoss.
 */
export class BCEWithLogitsLoss extends ElementwiseLoss {
  static override readonly domain: LossDomain = {
    output: 'number',
    target: 'probability',
    applies: 'sigmoid'
  };

  static override examples(outputs: number): Options[] {
    const each = (f: (j: number) => number): number[] => Array.from({ length: outputs }, (_, j) => f(j));
    return [{}, { posWeight: each(j => 3 - j / 2) }, { posWeight: [2], weight: each(j => j + 0.5) }];
  }

  override readonly weight: readonly number[] | null;
  /** ρ for each output, or one for all; null if targets of 1 and 0 count alike. */
  readonly posWeight: readonly number[] | null;

  /** @throws TypeError for weights that are not numbers of at least 0 */
  constructor(options: BCEWithLogitsLossOptions = {}) {
    super(options);
    const { posWeight } = options;
    const list = typeof posWeight === 'number' ? [posWeight] : posWeight;
    this.weight = checkWeights('BCEWithLogitsLoss', 'weight', options.weight);
    this.posWeight = checkWeights('BCEWithLogitsLoss', 'posWeight', list);
  }

  override options(): Options {
    const { weight, posWeight } = this;
    return {
      ...super.options(),
      ...(weight && { weight: [...weight] }),
      ...(posWeight && { posWeight: [...posWeight] })
    };
  }

  private positive(unit: number): number {
    return this.posWeight ? this.posWeight[unit % this.posWeight.length] : 1;
  }

  /** p = σ(z). */
  override probabilities(output: TensorLike): Tensor {
    const { data, shape } = Tensor.from(output, 'output');
    return new Tensor(shape, data.map(sigmoid));
  }

  /** (1 − y) ln(1 + e^z) + ρ y ln(1 + e^−z); without ρ in one logarithm. */
  override value(output: number, target: number, unit = 0): number {
    if (this.posWeight) {
      return (1 - target) * softplus(output) + this.positive(unit) * target * softplus(-output);
    }
    // max(z, 0) − z y, but z − z y would lose digits where y is close to 1.
    const straight = output > 0 ? (1 - target) * output : -target * output;
    return straight + Math.log1p(Math.exp(-Math.abs(output)));
  }

  /** (1 − y) σ(z) − ρ y σ(−z). */
  override slope(output: number, target: number, unit = 0): number {
    if (this.posWeight) {
      return (1 - target) * sigmoid(output) - this.positive(unit) * target * sigmoid(-output);
    }
    // σ(z) − y, and σ(z) = 1 − σ(−z): for large z the difference from 1 would lose its digits.
    return output > 0 ? 1 - target - sigmoid(-output) : sigmoid(output) - target;
  }

  override formula(output: Expression, target: Expression, unit = 0): Expression {
    if (this.posWeight) {
      const log = (z: Expression, most: Expression): Expression =>
        sum(call('max', most, 0), call('ln', sum(1, call('exp', negative(call('abs', z))))));
      return sum(
        product(difference(1, target), log(output, output)),
        product(this.rho(unit), target, log(output, negative(output)))
      );
    }
    const rest = call('ln', sum(1, call('exp', negative(call('abs', output)))));
    return sum(call('max', output, 0), negative(product(output, target)), rest);
  }

  override slopeFormula(output: Expression, target: Expression, unit = 0): Expression {
    if (this.posWeight) {
      const share = (z: Expression): Expression => quotient(1, sum(1, call('exp', z)));
      return difference(
        product(difference(1, target), share(negative(output))),
        product(this.rho(unit), target, share(output))
      );
    }
    return difference(quotient(1, sum(1, call('exp', negative(output)))), target);
  }

  private rho(unit: number): Expression {
    const sub = this.posWeight!.length > 1 ? { sub: String(unit + 1) } : {};
    const notation = { name: 'ρ', ...sub, tex: '\\rho', spoken: 'rho', note: positives };
    return quantity(notation, 'rate', this.positive(unit));
  }

  protected override checkOutput(output: Tensor): void {
    super.checkOutput(output);
    if (this.posWeight && this.posWeight.length > 1) {
      checkWidth(this, 'posWeight', this.posWeight, output);
    }
  }

  protected override check(_output: number, target: number, place: () => string): void {
    if (!(target >= 0 && target <= 1)) {
      throw failure(
        RangeError,
        '%1 expects targets between 0 and 1, got %2: target%3. Write 0 and 1 for two classes.',
        'BCEWithLogitsLoss',
        target,
        place()
      );
    }
  }
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** ln(1 + e^z), without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
