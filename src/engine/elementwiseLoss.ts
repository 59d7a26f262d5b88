import { Expression } from './expression';
import { Loss, rememberedBy } from './loss';
import { Tensor, TensorLike, formatShape, unravel } from './tensor';

/** A loss that compares every element of the output with the same element of the target, then adds up. */
export abstract class ElementwiseLoss extends Loss {
  private output: Tensor | null = null;
  private target: Tensor | null = null;

  /** ℓ(ŷ, y) of one element. */
  abstract value(output: number, target: number): number;

  /** ∂ℓ/∂ŷ of one element. */
  abstract slope(output: number, target: number): number;

  /** ℓ(ŷ, y) as a formula. */
  abstract formula(output: Expression, target: Expression): Expression;

  /** ∂ℓ/∂ŷ as a formula. */
  abstract slopeFormula(output: Expression, target: Expression): Expression;

  /**
   * What ∂ℓ/∂ŷ · f′(z) comes to when ŷ is the output of an activation of this type, where the two cancel
   * into something simple; null where they don't.
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
   * @throws RangeError for other shapes, or values that the loss is not defined for
   */
  override forward(output: TensorLike, target: TensorLike): number {
    const [predicted, wanted] = this.pair(output, target);
    this.output = predicted;
    this.target = wanted;
    return this.total(predicted, wanted, 0, predicted.data.length) * this.scale(predicted.data.length);
  }

  override backward(): Tensor {
    const output = rememberedBy(this.output, this);
    const target = rememberedBy(this.target, this).data;
    const grad = this.result('grad', output.shape);
    const scale = this.scale(target.length);
    for (let i = 0; i < target.length; i++) {
      grad.data[i] = this.slope(output.data[i], target[i]) * scale;
    }
    return grad;
  }

  /** The sums over each sample's elements; a single sample without an outer bracket is one. */
  override shares(output: TensorLike, target: TensorLike): number[] {
    const [predicted, wanted] = this.pair(output, target);
    const { length } = predicted.data;
    const samples = predicted.shape.length > 1 ? predicted.shape[0] : 1;
    const width = length / samples;
    const scale = this.scale(length);
    return Array.from(
      { length: samples },
      (_, s) => this.total(predicted, wanted, s * width, (s + 1) * width) * scale
    );
  }

  /** What every element's ℓ is multiplied by: 1/N for a mean over N elements. */
  scale(elements: number): number {
    return this.reduction === 'mean' ? 1 / elements : 1;
  }

  /** Σ ℓ over the elements from `start` to before `end`. */
  private total(output: Tensor, target: Tensor, start: number, end: number): number {
    const [predicted, wanted] = [output.data, target.data];
    let total = 0;
    for (let i = start; i < end; i++) {
      this.check(predicted[i], wanted[i], () => `[${unravel(i, target.shape).join(',')}]`);
      total += this.value(predicted[i], wanted[i]);
    }
    return total;
  }

  private pair(output: TensorLike, target: TensorLike): [Tensor, Tensor] {
    const predicted = Tensor.from(output, 'output');
    const wanted = Tensor.from(target, 'target');
    if (formatShape(predicted.shape) !== formatShape(wanted.shape)) {
      throw new RangeError(
        `${this.constructor.name} expects a target of the output's shape, ${formatShape(predicted.shape)}, got ${formatShape(wanted.shape)}.`
      );
    }
    return [predicted, wanted];
  }
}
