import { failure } from '../message';
import type { Explanation, Row } from '../formula/explanation';
import { evaluate, given, number, sum } from '../formula/expression';
import { asItIs } from '../buffers';
import { Module, gradientFor, remembered } from '../module';
import { Parameter } from '../parameter';
import { checkSize } from '../options';
import { init } from '../random/init';
import { skipsInit } from '../random/skipInit';
import { Tensor, TensorLike, unravel } from '../tensor';
import type { NamedShape, Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * A table with a row of numbers for each word, class or other item identified by a whole number: the output is
 * the rows that the input names. Source: torch.nn.Embedding.
 */
export class Embedding extends Module {
  static override from({ numEmbeddings, embeddingDim }: Options): Embedding {
    return new Embedding(numEmbeddings as number, embeddingDim as number);
  }

  static override shapes({ numEmbeddings, embeddingDim }: Options): NamedShape[] {
    return [['weight', [numEmbeddings as number, embeddingDim as number]]];
  }

  static override examples(features: number): Options[] {
    return [{ numEmbeddings: 5, embeddingDim: features }];
  }

  /** numEmbeddings × embeddingDim. */
  readonly weight: Parameter;
  private input: Tensor | null = null;

  /**
   * Starts as PyTorch does: from a normal distribution, drawn in float32 from the seeded generator.
   * @param numEmbeddings how many rows the table has
   * @param embeddingDim how many numbers a row has
   * @throws RangeError unless both are whole numbers of at least 1
   */
  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number
  ) {
    super();
    checkSize('Embedding', 'numEmbeddings', numEmbeddings);
    checkSize('Embedding', 'embeddingDim', embeddingDim);
    this.weight = new Parameter([numEmbeddings, embeddingDim]);
    if (!skipsInit()) {
      this.resetParameters();
    }
  }

  /** Draws the table again. */
  resetParameters(): void {
    init.normal(this.weight);
  }

  override extraRepr(): string {
    return `${this.numEmbeddings}, ${this.embeddingDim}`;
  }

  override options(): Record<string, number> {
    return { numEmbeddings: this.numEmbeddings, embeddingDim: this.embeddingDim };
  }

  /** The input selects rows, so it has no gradient. */
  override get takesIndices(): boolean {
    return true;
  }

  /**
   * @param input whole numbers from 0, of any shape
   * @returns that shape × embeddingDim
   * @throws RangeError for an index outside the table
   */
  override forward(input: TensorLike): Tensor {
    const chosen = Tensor.from(input, 'input');
    const { numEmbeddings, embeddingDim: width } = this;
    const rows = this.result('output', [...chosen.shape, width]);
    for (let i = 0; i < chosen.data.length; i++) {
      const row = chosen.data[i];
      if (!(Number.isInteger(row) && row >= 0 && row < numEmbeddings)) {
        throw failure(
          RangeError,
          '%1 expects whole numbers from 0 to %2, got %3: input[%4].',
          this.label,
          numEmbeddings - 1,
          row,
          unravel(i, chosen.shape).join(',')
        );
      }
      for (let k = 0; k < width; k++) {
        rows.data[i * width + k] = this.weight.data[row * width + k];
      }
    }
    this.input = asItIs(chosen);
    return rows;
  }

  /**
   * Adds each row of ∂L/∂output to the gradient of the table's row.
   * @param gradOutput the input's shape × embeddingDim
   * @returns zeros: an index has no gradient
   * @throws RangeError for another shape
   */
  override backward(gradOutput: TensorLike): Tensor {
    const { shape, data: chosen } = remembered(this.input, this);
    const { embeddingDim: width } = this;
    const g = gradientFor(this, gradOutput, [...shape, width]);
    for (let i = 0; i < chosen.length; i++) {
      for (let k = 0; k < width; k++) {
        this.weight.grad.data[chosen[i] * width + k] += g.data[i * width + k];
      }
    }
    // Never written to, so always zeros.
    return this.result('gradInput', shape);
  }

  override parameterSymbol(): { name: string } {
    return { name: 'e' };
  }

  /** The entry of the row that the input names. */
  override explain({ input, parameter }: Row, unit: number): Explanation {
    const place = Math.floor(unit / this.embeddingDim);
    const row = input.at(place);
    const entry = parameter('weight', [evaluate(row), unit % this.embeddingDim]);
    return { forms: [given(entry, row, '=', evaluate(row))] };
  }

  /** Σ of ∂L/∂output over the places where the input names the row; 0 for a row that the input doesn't name. */
  override explainGradient(
    { input, gradOutput }: Row,
    _name: string,
    [row, k]: readonly number[]
  ): Explanation {
    const places = input.map(e => e).flatMap((e, place) => (evaluate(e) === row ? [place] : []));
    if (places.length === 0) {
      return { forms: [number(0)] };
    }
    return { forms: [sum(...places.map(place => gradOutput.at(place * this.embeddingDim + k)))] };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Gather', [graph.constant(this.weight, 'weight'), graph.asIndices(input)]);
  }
}
