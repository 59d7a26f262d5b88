import { optionsRepr } from '../print/moduleRepr';
import type { Explanation, Row } from '../formula/explanation';
import { Expression, difference, product, quantity, quotient, say, symbol } from '../formula/expression';
import { Module, gradientFor, remembered } from '../module';
import { checkShare, readOptions } from '../options';
import { defaultGenerator } from '../random/random';
import { Tensor, TensorLike, formatShape } from '../tensor';
import type { Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** The meaning of m. */
export const keptOrDropped = say('%1: 1 for a number that is kept, 0 for one that is dropped', 'm');

/**
 * While training, makes each number 0 with probability p, at random, and the others 1/(1 − p) times as large,
 * so that their mean stays; after `eval()`, passes everything through. No neuron can then rely on a single other one.
 * Draws from the seeded generator, a number an element, as PyTorch does on a CPU that does not use
 * Intel's MKL (AMD, ARM): there the same seed gives the same mask, in float32 and float64 alike.
 * Source: Srivastava et al., JMLR 15 (2014); torch.nn.Dropout.
 */
export class Dropout extends Module {
  static override examples(): Options[] {
    return [{ p: 0.3 }, { p: 0 }, { p: 1 }];
  }

  /** The probability that a number becomes 0. */
  readonly p: number;
  /** The factor of each number of the last input: 0 or 1/(1 − p); null if all passed through. */
  private mask: Tensor | null = null;
  private shape: number[] | null = null;
  /** Masks to use instead of drawn ones, one a forward pass; the last serves all later passes. */
  private given: Tensor[] = [];

  /**
   * @param options.p 0.5 when left out
   * @throws RangeError for a p that is not from 0 to 1
   */
  constructor(options: { p?: number } = {}) {
    super();
    this.p = checkShare('Dropout', 'p', readOptions('Dropout', options, { p: 0.5 }).p);
  }

  override extraRepr(): string {
    return `${optionsRepr(this.options())}, inplace=False`;
  }

  override options(): Record<string, number> {
    return { p: this.p };
  }

  /** 1 for each number of the last input that was kept, 0 for each dropped; null if everything passed through. */
  get kept(): Tensor | null {
    return this.mask && new Tensor(this.mask.shape, this.mask.data.map(Math.sign));
  }

  /** Whether the next forward pass draws what it drops. */
  get isRandom(): boolean {
    return this.training && this.p > 0 && this.given.length === 0;
  }

  /**
   * Uses recorded masks in the next forward passes instead of drawing, to repeat a computation.
   * @param kept the values of `kept` after each recorded pass; the last serves all later passes
   */
  replay(kept: Tensor[]): void {
    this.given = [...kept];
  }

  /** Of any shape; the output has the same. */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    this.shape = x.shape;
    this.mask = this.training && this.p > 0 ? this.drawMask(x.shape) : null;
    return this.mask ? this.masked('output', x.data, this.mask) : this.passed(x);
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
      // The same number of numbers in rows of the same width: a batch of rows may be flattened.
      if (given.data.length !== mask.data.length || given.shape.at(-1) !== shape.at(-1)) {
        throw new RangeError(
          `${this.label} is to keep ${formatShape(given.shape)}, got ${formatShape(shape)}.`
        );
      }
      given.data.forEach((kept, i) => {
        mask.data[i] = kept === 0 ? 0 : 1 / keep;
      });
      return mask;
    }
    for (let i = 0; i < mask.data.length; i++) {
      // With p = 1 PyTorch draws nothing.
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

  /** mᵢ zᵢ / (1 − p), m = 1 for a kept number; zᵢ if everything passes through. */
  override explain({ input, output, kept }: Row, i: number): Explanation {
    return this.through(input.at(i), symbol(output.at(i)).sub, kept('')?.[i]);
  }

  /** The same formula for ∂L/∂aᵢ. */
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
    // With p = 1 the division would be by 0.
    const form = this.p === 1 ? product(m, e) : product(quotient(m, difference(1, this.p)), e);
    return { forms: [form], remarks: [remark] };
  }

  override toONNX(_graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return input;
  }
}
