import type { Explanation, LossRow } from '../formula/explanation';
import { Expression, product, quantity, quotient, series } from '../formula/expression';
import { Loss, rememberedBy } from './loss';
import { Tensor, TensorLike, formatShape, sameShape, unravel } from '../tensor';

/** A loss that compares each element of the output with the same element of the target, and sums over them. */
export abstract class ElementwiseLoss extends Loss {
  private output: Tensor | null = null;
  private target: Tensor | null = null;
  // The current element of `total`, for error messages: one closure for all elements, none made in the loop.
  private shape: readonly number[] = [];
  protected element = 0;
  protected readonly place = (): string => `[${unravel(this.element, this.shape).join(',')}]`;

  /** ℓ(ŷ, y) of one element. */
  abstract value(output: number, target: number): number;

  /** ∂ℓ/∂ŷ of one element. */
  abstract slope(output: number, target: number): number;

  /** ℓ(ŷ, y) as a formula. */
  abstract formula(output: Expression, target: Expression): Expression;

  /** ∂ℓ/∂ŷ as a formula. */
  abstract slopeFormula(output: Expression, target: Expression): Expression;

  /** 1/N Σⱼ ℓ(ŷⱼ, yⱼ), N the number of samples times the number of outputs. */
  override explain(row: LossRow): Explanation {
    const each = row.output.map((output, j) => this.formula(output, row.target.at(j)));
    const general = quantity({ name: 'ℓ', sub: 'j' }, 'loss', NaN);
    const total = each.length === 1 ? each[0] : series(each, general, `j=1,${each.length}`);
    return { forms: [this.scaled(row, total)] };
  }

  /** 1/N ∂ℓ/∂ŷⱼ. */
  override explainBackward(row: LossRow, j: number): Explanation {
    return { forms: [this.scaled(row, this.slopeFormula(row.output.at(j), row.target.at(j)))] };
  }

  /** Multiplies a formula of ℓ by 1/N, unless N is 1 or the reduction is 'sum'. */
  scaled({ samples, output }: LossRow, of: Expression): Expression {
    const over = [samples, output.length].filter(n => n > 1);
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
    this.output = predicted;
    this.target = wanted;
    this.shape = wanted.shape;
    const { length } = predicted.data;
    return this.total(predicted.data, wanted.data, 0, length) * this.scale(length);
  }

  override backward(): Tensor {
    const output = rememberedBy(this.output, this);
    const target = rememberedBy(this.target, this).data;
    const grad = this.result('grad', output.shape);
    this.slopes(output.data, target, grad.data, this.scale(target.length));
    return grad;
  }

  /** The sums over each sample's elements; an output of one dimension is a single sample. */
  override shares(output: TensorLike, target: TensorLike): number[] {
    const [predicted, wanted] = this.pair(output, target);
    const { length } = predicted.data;
    this.shape = wanted.shape;
    const samples = predicted.shape.length > 1 ? predicted.shape[0] : 1;
    const width = length / samples;
    const scale = this.scale(length);
    return Array.from(
      { length: samples },
      (_, s) => this.total(predicted.data, wanted.data, s * width, (s + 1) * width) * scale
    );
  }

  /** The factor of every element's ℓ: 1/N for a mean over N elements. */
  scale(elements: number): number {
    return this.reduction === 'mean' ? 1 / elements : 1;
  }

  // The two loops; as with Activation, frequently used losses repeat them.

  /** Σ ℓ over the elements from `start` to before `end`. */
  protected total(output: Float64Array, target: Float64Array, start: number, end: number): number {
    let total = 0;
    for (let i = start; i < end; i++) {
      this.element = i;
      this.check(output[i], target[i], this.place);
      total += this.value(output[i], target[i]);
    }
    return total;
  }

  /** grad ← ∂ℓ/∂ŷ · scale, element by element. */
  protected slopes(output: Float64Array, target: Float64Array, grad: Float64Array, scale: number): void {
    for (let i = 0; i < target.length; i++) {
      grad[i] = this.slope(output[i], target[i]) * scale;
    }
  }

  private pair(output: TensorLike, target: TensorLike): [Tensor, Tensor] {
    const predicted = Tensor.from(output, 'output');
    const wanted = Tensor.from(target, 'target');
    if (!sameShape(predicted.shape, wanted.shape)) {
      throw new RangeError(
        `${this.constructor.name} expects a target of the output's shape, ${formatShape(predicted.shape)}, got ${formatShape(wanted.shape)}.`
      );
    }
    return [predicted, wanted];
  }
}
