import type { Explanation, LossRow } from '../formula/explanation';
import { Expression, product, quantity, quotient, say, series } from '../formula/expression';
import { asItIs } from '../buffers';
import { targetHint } from '../layers/featuresError';
import { failure } from '../message';
import { Loss, rememberedBy } from './loss';
import { gradientOf } from '../passes';
import { Tensor, TensorLike, formatShape, sameShape, unravel } from '../tensor';
import { checkWidth, omega } from './weights';

const weighing = say('%1: how much an output counts in the loss', 'ω');

/** A loss that compares each element of the output with the same element of the target, and sums over them. */
export abstract class ElementwiseLoss extends Loss {
  /** The last output of the model, and it and its target as they were. */
  private model: Tensor | null = null;
  private output: Tensor | null = null;
  private target: Tensor | null = null;
  // The current element of `total`, for error messages: one closure for all elements, none made in the loop.
  private shape: readonly number[] = [];
  protected element = 0;
  protected readonly place = (): string => `[${unravel(this.element, this.shape).join(',')}]`;
  /** How much each output counts: ω, by which its ℓ is multiplied; null if all count alike. */
  readonly weight: readonly number[] | null = null;

  /** ℓ(ŷ, y) of one element; `unit` is the output's number, for a loss with an option for each output. */
  abstract value(output: number, target: number, unit?: number): number;

  /** ∂ℓ/∂ŷ of one element. */
  abstract slope(output: number, target: number, unit?: number): number;

  /** ℓ(ŷ, y) as a formula. */
  abstract formula(output: Expression, target: Expression, unit?: number): Expression;

  /** ∂ℓ/∂ŷ as a formula. */
  abstract slopeFormula(output: Expression, target: Expression, unit?: number): Expression;

  /** 1/N Σⱼ ℓ(ŷⱼ, yⱼ), N the number of samples times the number of outputs. */
  override explain(row: LossRow): Explanation {
    const each = row.output.map((output, j) =>
      this.weighed(this.formula(output, row.target.at(j), j), j, row)
    );
    const one = quantity({ name: 'ℓ', sub: 'j' }, 'loss', NaN);
    const general = this.weight ? product(omega('j', weighing, NaN), one) : one;
    const total = each.length === 1 ? each[0] : series(each, general, `j=1,${each.length}`);
    return { forms: [this.scaled(row, total)] };
  }

  /** 1/N ∂ℓ/∂ŷⱼ. */
  override explainBackward(row: LossRow, j: number): Explanation {
    const slope = this.slopeFormula(row.output.at(j), row.target.at(j), j);
    return { forms: [this.scaled(row, this.weighed(slope, j, row))] };
  }

  /** A formula times the output's weight, if there are weights. */
  private weighed(of: Expression, j: number, { output }: LossRow): Expression {
    if (!this.weight) {
      return of;
    }
    const sub = output.length > 1 ? String(j + 1) : undefined;
    return product(omega(sub, weighing, this.weight[j]), of);
  }

  /** Multiplies a formula of ℓ by 1/N, unless N is 1 or the reduction is 'sum'. */
  scaled({ samples, output }: LossRow, of: Expression): Expression {
    const terms = this.reduction === 'batchmean' ? [samples] : [samples, output.length];
    const over = terms.filter(n => n > 1);
    return this.reduction === 'sum' || over.length === 0
      ? of
      : product(quotient(1, over.length === 1 ? over[0] : product(...over)), of);
  }

  /**
   * The simple form of ∂ℓ/∂ŷ · f′(z) where ŷ is the output of an activation of this type and the two factors
   * cancel; null if they don't.
   */
  shortcut(_activation: string, _output: Expression, _target: Expression): Expression | null {
    return null;
  }

  /** @throws RangeError for an element that the loss is not defined for */
  protected check(_output: number, _target: number, _place: () => string): void {}

  /**
   * L, the mean (or the sum) of ℓ over every element.
   * @param output of the model
   * @param target of the same shape
   * @throws RangeError for different shapes, or values that the loss is not defined for
   */
  override forward(output: TensorLike, target: TensorLike): number {
    const [predicted, wanted] = this.pair(output, target);
    this.model = predicted;
    this.output = asItIs(predicted);
    this.target = asItIs(wanted);
    this.shape = wanted.shape;
    return this.total(predicted.data, wanted.data, 0, predicted.data.length) * this.scale(predicted);
  }

  override backward(): Tensor {
    const output = rememberedBy(this.output, this);
    const target = rememberedBy(this.target, this).data;
    const grad = this.result('grad', output.shape);
    this.slopes(output.data, target, grad.data, this.scale(output));
    return gradientOf(rememberedBy(this.model, this), grad);
  }

  /** The sums over each sample's elements; an output of one dimension is a single sample. */
  override shares(output: TensorLike, target: TensorLike): number[] {
    const [predicted, wanted] = this.pair(output, target);
    this.shape = wanted.shape;
    const samples = predicted.shape.length > 1 ? predicted.shape[0] : 1;
    const width = predicted.data.length / samples;
    const scale = this.scale(predicted);
    return Array.from(
      { length: samples },
      (_, s) => this.total(predicted.data, wanted.data, s * width, (s + 1) * width) * scale
    );
  }

  /** ω ℓ of every element, of the output's shape. */
  override unreduced(output: TensorLike, target: TensorLike): Tensor {
    const [predicted, wanted] = this.pair(output, target);
    this.shape = wanted.shape;
    const { data } = predicted;
    const each = data.map((_, i) => this.total(data, wanted.data, i, i + 1));
    return new Tensor(predicted.shape, each);
  }

  /** The number of elements; with 'batchmean' the number of samples. */
  override divisor(output: Tensor, target: Tensor): number {
    return this.reduction === 'mean' ? output.data.length : super.divisor(output, target);
  }

  /** The factor of every element's ℓ: 1/N for a mean over N elements. */
  private scale(output: Tensor): number {
    return 1 / this.divisor(output, output);
  }

  // The two loops; as with Activation, frequently used losses repeat them.

  /** Σ ℓ over the elements from `start` to before `end`. */
  protected total(output: Float64Array, target: Float64Array, start: number, end: number): number {
    const { weight } = this;
    const width = this.shape[this.shape.length - 1] ?? 1;
    let total = 0;
    for (let i = start; i < end; i++) {
      this.element = i;
      this.check(output[i], target[i], this.place);
      const loss = this.value(output[i], target[i], i % width);
      total += weight ? weight[i % width] * loss : loss;
    }
    return total;
  }

  /** grad ← ∂ℓ/∂ŷ · scale, element by element. */
  protected slopes(output: Float64Array, target: Float64Array, grad: Float64Array, scale: number): void {
    const { weight } = this;
    const width = this.shape[this.shape.length - 1] ?? 1;
    for (let i = 0; i < target.length; i++) {
      const slope = this.slope(output[i], target[i], i % width) * scale;
      grad[i] = weight ? weight[i % width] * slope : slope;
    }
  }

  private pair(output: TensorLike, target: TensorLike): [Tensor, Tensor] {
    const predicted = Tensor.from(output, 'output');
    const wanted = Tensor.from(target, 'target');
    if (!sameShape(predicted.shape, wanted.shape)) {
      throw failure(
        RangeError,
        "%1 expects a target of the output's shape, %2, got %3.%4",
        this.constructor.name,
        formatShape(predicted.shape),
        formatShape(wanted.shape),
        targetHint(predicted.shape, wanted)
      );
    }
    this.checkOutput(predicted);
    return [predicted, wanted];
  }

  /** @throws RangeError for an output that the options don't fit */
  protected checkOutput(output: Tensor): void {
    if (this.weight) {
      checkWidth(this, 'weight', this.weight, output);
    }
  }
}
