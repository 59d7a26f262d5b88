/** Which forward pass a backward pass goes over: a layer keeps its last forward, for one backward. */
import { isReusing } from './buffers';
import { failure } from './message';
import { Tensor } from './tensor';

/** Outputs that a later forward of the same layer has replaced. */
const replaced = new WeakSet<Tensor>();

/** The output that a loss's gradient belongs to. */
const outputs = new WeakMap<Tensor, Tensor>();

/** Notes to which output of a model a loss's gradient belongs. Training loops need no note: they keep the order. */
export function gradientOf(output: Tensor, grad: Tensor): Tensor {
  if (!isReusing()) {
    outputs.set(grad, output);
  }
  return grad;
}

/**
 * @param owner the layer that is to go back, for the message
 * @throws Error if the gradient belongs to an output that a later forward has replaced
 */
export function checkCurrent(owner: { label: string }, grad: Tensor): void {
  if (isReusing()) {
    return;
  }
  const output = outputs.get(grad);
  if (output && replaced.has(output)) {
    throw failure(
      Error,
      '%1 got the gradient of an earlier output, and another forward came after it: call forward, the loss and backward for one batch before forward for the next.',
      owner.label
    );
  }
}

/** The forward and backward passes of one layer. */
export class Passes {
  private output: Tensor | null = null;
  /** How many forward passes there were since the last backward pass, and whether that one has begun. */
  private forwards = 0;
  private back = false;

  /** Notes a forward pass by its output. */
  forward(output: Tensor): void {
    this.forwards = this.back ? 1 : this.forwards + 1;
    this.back = false;
    if (output === this.output) {
      return;
    }
    if (this.output) {
      replaced.add(this.output);
    }
    replaced.delete(output);
    this.output = output;
  }

  /**
   * Notes a backward pass. A second one after a single forward is allowed: gradients add up.
   * @throws Error for a second one after several forwards, as of a layer in two places of a model, or if the
   * gradient belongs to an earlier output
   */
  backward(owner: { label: string }, grad: Tensor): void {
    checkCurrent(owner, grad);
    if (this.back && this.forwards > 1) {
      throw failure(
        Error,
        '%1 is to go back twice after %2 forwards, of which it keeps only the last: if it stands in two places of a model, make one for each place; otherwise call forward before each backward.',
        owner.label,
        this.forwards
      );
    }
    this.back = true;
  }
}
