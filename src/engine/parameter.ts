import { clear } from './buffers';
import { failure } from './message';
import { tensorRepr } from './print/tensorRepr';
import { Tensor, TensorLike, formatShape } from './tensor';

/** A tensor to be learnt, with its gradient. */
export class Parameter extends Tensor {
  // A #private name, not `private`: a learner's `Object.entries` must not list it.
  readonly #grad: Tensor;
  /** Whether a backward pass has reached the parameter since `zeroGrad`. Layers set it. */
  reached = false;

  constructor(shape: readonly number[], data?: Float64Array) {
    super(shape, data);
    this.#grad = new Tensor(shape);
  }

  /** ∂L/∂parameter, of the parameter's shape. `backward` adds to it; `zeroGrad` sets it to 0. */
  get grad(): Tensor {
    return this.#grad;
  }

  /**
   * Copies a gradient of your own, which counts as one even if it is 0: `weight.grad = [[0, 0]]`.
   * @throws RangeError for another shape than the parameter's
   */
  set grad(value: TensorLike) {
    const given = Tensor.from(value, 'grad');
    if (formatShape(given.shape) !== formatShape(this.shape)) {
      throw failure(
        RangeError,
        "grad has the shape %1, expected the parameter's, %2.",
        formatShape(given.shape),
        formatShape(this.shape)
      );
    }
    this.#grad.data.set(given.data);
    this.reached = true;
  }

  /**
   * Whether there is a gradient; without one an optimiser leaves the parameter as it is. PyTorch's `grad` is None
   * then; here it consists of zeros. Numbers that you write into `grad.data` count if they aren't all 0.
   */
  get hasGrad(): boolean {
    return this.reached || this.#grad.data.some(g => g !== 0);
  }

  override toString(): string {
    return `Parameter containing:\n${tensorRepr(this, ', requires_grad=True')}`;
  }

  /** Sets the gradient to 0: there is none until the next backward pass. */
  zeroGrad(): void {
    clear(this.grad.data);
    this.reached = false;
  }
}
