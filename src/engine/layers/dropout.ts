import type { Explanation, Row } from '../formula/explanation';
import { Expression, product, quantity, quotient, say, symbol } from '../formula/expression';
import { Module, gradientFor, remembered } from '../module';
import { checkShare } from '../options';
import { defaultGenerator } from '../random/random';
import { Tensor, TensorLike, formatShape } from '../tensor';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** What m is, in words. */
export const keptOrDropped = say('%1: 1 for a number that is kept, 0 for one that is dropped', 'm');

/**
 * While training, makes each number 0 with probability p, at random, and the others 1/(1 − p) times as large,
 * so that their mean stays; after `eval()`, lets everything through. So no neuron can rely on one other.
 * Draws from the seeded generator, a number an element, as PyTorch does on a CPU for which it does not use
 * Intel's MKL (AMD, ARM): there the same seed gives the same mask, in float32 and float64 alike.
 * Source: Srivastava et al., JMLR 15 (2014); torch.nn.Dropout.
 */
export class Dropout extends Module {
  static override examples(): Options[] {
    return [{ p: 0.3 }, { p: 0 }, { p: 1 }];
  }

  /** The probability that a number becomes 0. */
  readonly p: number;
  /** What each number of the last input was multiplied by: 0 or 1/(1 − p); null when all were let through. */
  private mask: Tensor | null = null;
  private shape: number[] | null = null;
  /** What is to be kept instead of what is drawn: by forward pass, the last of them from then on. */
  private given: Tensor[] = [];

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

  /** What was kept of the last input, 1, and what became 0; null when everything was let through. */
  get kept(): Tensor | null {
    return this.mask && new Tensor(this.mask.shape, this.mask.data.map(Math.sign));
  }

  /** Whether the next forward pass draws what it drops. */
  get isRandom(): boolean {
    return this.training && this.p > 0 && this.given.length === 0;
  }

  /**
   * Keeps in the forward passes to come what was kept in others, instead of drawing: to compute again what was
   * computed.
   * @param kept as `kept` had it after each pass; the last serves from then on
   */
  replay(kept: Tensor[]): void {
    this.given = [...kept];
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
    const given = this.given.length > 1 ? this.given.shift() : this.given[0];
    if (given) {
      // As many numbers in rows of the same width: rows may be written one after the other.
      if (given.data.length !== mask.data.length || given.shape.at(-1) !== shape.at(-1)) {
        throw new RangeError(`${this} is to keep ${formatShape(given.shape)}, got ${formatShape(shape)}.`);
      }
      given.data.forEach((kept, i) => {
        mask.data[i] = kept === 0 ? 0 : 1 / keep;
      });
      return mask;
    }
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

  /** mᵢ zᵢ / (1 − p), m = 1 for what was kept; zᵢ where everything is let through. */
  override explain({ input, output, kept }: Row, i: number): Explanation {
    return this.through(input.at(i), symbol(output.at(i)).sub, kept('')?.[i]);
  }

  /** The same of ∂L/∂aᵢ. */
  override explainBackward({ gradOutput, output, kept }: Row, i: number): Explanation {
    return this.through(gradOutput.at(i), symbol(output.at(i)).sub, kept('')?.[i]);
  }

  private through(e: Expression, sub: string | undefined, kept: number | undefined): Explanation {
    if (kept === undefined) {
      const remark = say('Nothing is dropped here: p is 0, or the model was in eval().');
      return { forms: [e], remarks: [remark] };
    }
    const m = quantity({ name: 'm', ...(sub && { sub }), note: keptOrDropped }, 'rate', kept);
    const remark =
      kept === 0
        ? say(
            'This number was dropped, with a probability of %1: it counts for nothing in this pass.',
            this.p
          )
        : say('This number was kept, and made larger, so that the mean of all stays what it was.');
    // With p = 1 there is nothing to divide by.
    const form = this.p === 1 ? product(m, e) : product(quotient(m, 1 - this.p), e);
    return { forms: [form], remarks: [remark] };
  }

  override toONNX(_graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return input;
  }
}
