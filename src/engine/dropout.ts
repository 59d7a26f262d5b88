import { Module, gradientFor, remembered } from './module';
import { checkShare } from './options';
import { defaultGenerator } from './random';
import { Tensor, TensorLike } from './tensor';
import type { OnnxGraph, OnnxValue } from './onnx/graph';

/**
 * While training, makes each number 0 with probability p, at random, and the others 1/(1 − p) times as large,
 * so that their mean stays; after `eval()`, lets everything through. So no neuron can rely on one other.
 * Draws from the seeded generator, a number an element, as PyTorch does on a CPU for which it does not use
 * Intel's MKL (AMD, ARM): there the same seed gives the same mask, in float32 and float64 alike.
 * Source: Srivastava et al., JMLR 15 (2014); torch.nn.Dropout.
 */
export class Dropout extends Module {
  /** The probability that a number becomes 0. */
  readonly p: number;
  /** What each number of the last input was multiplied by: 0 or 1/(1 − p); null when all were let through. */
  private mask: Tensor | null = null;
  private shape: number[] | null = null;

  /**
   * @param options.p 0.5 when left out
   * @throws RangeError for a p that is not from 0 to 1
   */
  constructor(options: { p?: number } = {}) {
    super();
    this.p = checkShare('Dropout', 'p', options.p ?? 0.5);
  }

  override options(): Record<string, number> {
    return { p: this.p };
  }

  /** Of any shape; the output has the same. */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    this.shape = x.shape;
    this.mask = this.training && this.p > 0 ? this.drawMask(x.shape) : null;
    return this.mask ? this.masked('output', x.data, this.mask) : x;
  }

  /** ∂L/∂x = ∂L/∂a · mask, of the same shape. */
  override backward(gradOutput: TensorLike): Tensor {
    const grad = gradientFor(this, gradOutput, remembered(this.shape, this));
    return this.mask ? this.masked('gradInput', grad.data, this.mask) : grad;
  }

  private drawMask(shape: readonly number[]): Tensor {
    const mask = this.result('mask', shape);
    const keep = 1 - this.p;
    for (let i = 0; i < mask.data.length; i++) {
      // With p = 1 nothing is drawn, as in PyTorch.
      mask.data[i] = keep > 0 && defaultGenerator.uniform64() < keep ? 1 / keep : 0;
    }
    return mask;
  }

  private masked(key: string, values: Float64Array, mask: Tensor): Tensor {
    const result = this.result(key, mask.shape);
    for (let i = 0; i < values.length; i++) {
      result.data[i] = values[i] * mask.data[i];
    }
    return result;
  }

  override toONNX(_graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return input;
  }
}
