import { Expression } from './expression';
import { Tensor, TensorLike, formatShape, unravel } from './tensor';

export interface LossOptions {
  /** 'mean', the default, divides the sum over all elements by their number; 'sum' does not. */
  reduction?: 'mean' | 'sum';
}

/** How far an output is from its target: one number, and its slope for every element of the output. */
export abstract class Loss {
  readonly reduction: 'mean' | 'sum';
  private output: Tensor | null = null;
  private target: Tensor | null = null;

  constructor(options: LossOptions = {}) {
    this.reduction = options.reduction ?? 'mean';
    if (this.reduction !== 'mean' && this.reduction !== 'sum') {
      throw new TypeError(`reduction is ${String(this.reduction)}: expected 'mean' or 'sum'.`);
    }
  }

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

  options(): Record<string, string> {
    return this.reduction === 'mean' ? {} : { reduction: this.reduction };
  }

  /**
   * L, the mean (or the sum) of ℓ over every element.
   * @param output of the model
   * @param target of the same shape
   * @throws RangeError for other shapes, or values that the loss is not defined for
   */
  forward(output: TensorLike, target: TensorLike): number {
    const predicted = Tensor.from(output, 'output');
    const wanted = Tensor.from(target, 'target');
    if (formatShape(predicted.shape) !== formatShape(wanted.shape)) {
      throw new RangeError(
        `${this.constructor.name} expects a target of the output's shape, ${formatShape(predicted.shape)}, got ${formatShape(wanted.shape)}.`
      );
    }
    this.output = predicted;
    this.target = wanted;
    let total = 0;
    for (let i = 0; i < predicted.data.length; i++) {
      this.check(predicted.data[i], wanted.data[i], () => `[${unravel(i, wanted.shape).join(',')}]`);
      total += this.value(predicted.data[i], wanted.data[i]);
    }
    return total * this.scale(predicted.data.length);
  }

  /** ∂L/∂output of the last `forward`, of the output's shape, its 1/N included. */
  backward(): Tensor {
    const { output, target } = this;
    if (!output || !target) {
      throw new Error(`${this.constructor.name} has nothing to go back over: call forward before backward.`);
    }
    const grad = new Tensor(output.shape);
    const scale = this.scale(output.data.length);
    for (let i = 0; i < grad.data.length; i++) {
      grad.data[i] = this.slope(output.data[i], target.data[i]) * scale;
    }
    return grad;
  }

  /** What every element's ℓ is multiplied by: 1/N for a mean over N elements. */
  scale(elements: number): number {
    return this.reduction === 'mean' ? 1 / elements : 1;
  }
}
