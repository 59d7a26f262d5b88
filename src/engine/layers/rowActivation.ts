import type { Explanation, Row } from '../formula/explanation';
import type { Expression } from '../formula/expression';
import { throughJacobian } from './jacobian';
import { asItIs } from '../buffers';
import { Module, gradientFor, remembered } from '../module';
import { readOptions } from '../options';
import { Tensor, TensorLike, formatShape } from '../tensor';

/**
 * A function of whole rows of numbers, along the last dimension: every output depends on every input of its row.
 * A subclass says how one row is computed, and every ∂aⱼ/∂zᵢ as a formula.
 */
export abstract class RowActivation extends Module {
  readonly dim: number;
  private output: Tensor | null = null;

  /** @param options.dim the dimension that a row runs along: the last, -1, the only one possible here */
  constructor(options: { dim?: number } = {}) {
    super();
    this.dim = readOptions(new.target.name, options, { dim: -1 }).dim;
  }

  override options(): Record<string, number> {
    return { dim: this.dim };
  }

  /** a ← f(z) for the row from `start` to before `end`. */
  protected abstract valueRow(z: Float64Array, a: Float64Array, start: number, end: number): void;

  /** ∂L/∂z ← ∂L/∂a · ∂a/∂z for the row from `start` to before `end`. */
  protected abstract slopeRow(
    a: Float64Array,
    gradA: Float64Array,
    gradZ: Float64Array,
    start: number,
    end: number
  ): void;

  /** ∂aⱼ/∂zᵢ as a formula. */
  protected abstract slopeFormula(row: Row, j: number, i: number): Expression;

  /** ∂L/∂zᵢ as a formula in short, without ∂a/∂z. */
  protected abstract shortFormula(row: Row, i: number): Expression;

  /**
   * a = f(z), of the same shape.
   * @param input … × features
   * @throws RangeError when `dim` is not the input's last dimension
   */
  override forward(input: TensorLike): Tensor {
    const z = Tensor.from(input, 'input');
    this.checkDim(z);
    const width = z.shape[z.shape.length - 1];
    if (!width) {
      throw new RangeError(`${this.label} expects rows of numbers, got ${formatShape(z.shape)}.`);
    }
    const a = this.result('output', z.shape);
    for (let start = 0; start < z.data.length; start += width) {
      this.valueRow(z.data, a.data, start, start + width);
    }
    this.output = asItIs(a);
    return a;
  }

  /** ∂L/∂z, of the same shape: every output of a row contributes to every input of the row. */
  override backward(gradOutput: TensorLike): Tensor {
    const { shape, data: a } = remembered(this.output, this);
    const gradA = gradientFor(this, gradOutput, shape).data;
    const gradInput = this.result('gradInput', shape);
    const width = shape[shape.length - 1];
    for (let start = 0; start < a.length; start += width) {
      this.slopeRow(a, gradA, gradInput.data, start, start + width);
    }
    return gradInput;
  }

  /** Σⱼ ∂L/∂aⱼ · ∂aⱼ/∂zᵢ, and the short form of it. */
  override explainBackward(row: Row, i: number): Explanation {
    return {
      ...throughJacobian(row, i, (j, k) => this.slopeFormula(row, j, k)),
      short: this.shortFormula(row, i)
    };
  }

  private checkDim({ shape }: Tensor): void {
    if (this.dim !== -1 && this.dim !== shape.length - 1) {
      throw new RangeError(
        `${this.label} works along the last dimension only, dim -1, got dim ${String(this.dim)}: input is ${formatShape(shape)}.`
      );
    }
  }
}
