import { asItIs } from '../buffers';
import type { Explanation, Row } from '../formula/explanation';
import { featuresError } from './featuresError';
import { Module, gradientFor, remembered } from '../module';
import { Parameter } from '../parameter';
import { optionsRepr } from '../print/moduleRepr';
import { checkPositive, checkSize, readOptions } from '../options';
import { ScaledRow, backwardOf, forwardOf, weightOf } from './rmsNormFormulas';
import { Tensor, TensorLike } from '../tensor';
import type { NamedShape, Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** Options of `RMSNorm`. */
export interface RMSNormOptions {
  /** Added to the mean square, so that a row of zeros is not divided by 0; 2⁻⁵², float64's ε, when left out. */
  eps?: number;
  /** Whether each feature is then scaled by a learnt parameter; true when left out. */
  elementwiseAffine?: boolean;
}

/**
 * Divides each row by the root of its mean square, then scales each feature by a learnt parameter:
 * x̂ = x / √(mean(x²) + ε), y = x̂ · weight. LayerNorm without the mean and without the bias, as in LLaMA.
 * Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", NeurIPS 2019; torch.nn.RMSNorm.
 */
export class RMSNorm extends Module {
  static override from(options: Options): RMSNorm {
    const { features, ...rest } = options;
    return new RMSNorm(features as number, rest as RMSNormOptions);
  }

  static override shapes({ features, elementwiseAffine }: Options): NamedShape[] {
    return elementwiseAffine === false ? [] : [['weight', [features as number]]];
  }

  static override examples(features: number): Options[] {
    // Rows of nearly equal numbers: with a smaller ε a central difference is too coarse.
    const options = { features, eps: 0.1 };
    return [options, { ...options, elementwiseAffine: false }];
  }

  /** γ, one factor a feature, 1 at first; null without `elementwiseAffine`. */
  readonly weight: Parameter | null;
  readonly eps: number;
  /** x of the last forward; `inverse` holds 1/√(mean(x²) + ε) of each row. */
  private input: Tensor | null = null;
  private inverse: Tensor | null = null;
  /** The weight at the last forward; a #private name, since a private field would be listed as a parameter. */
  #used: Tensor | null = null;

  /**
   * @param features how many numbers a row has
   * @throws RangeError unless features is a whole number ≥ 1 and eps is above 0
   */
  constructor(
    readonly features: number,
    options: RMSNormOptions = {}
  ) {
    super();
    checkSize('RMSNorm', 'features', features);
    const usual = { eps: Number.EPSILON, elementwiseAffine: true };
    const { eps, elementwiseAffine } = readOptions('RMSNorm', options, usual);
    this.eps = checkPositive('RMSNorm', 'eps', eps);
    this.weight = elementwiseAffine ? new Parameter([features]) : null;
    this.weight?.data.fill(1);
  }

  override extraRepr(): string {
    const { features, eps, ...rest } = this.options();
    // PyTorch's default is None: the ε of the input's type.
    const shown = eps === Number.EPSILON ? 'eps=None' : optionsRepr({ eps });
    return `(${features},), ${shown}, ${optionsRepr(rest)}`;
  }

  override options(): Record<string, number | boolean> {
    return { features: this.features, eps: this.eps, elementwiseAffine: this.weight !== null };
  }

  /**
   * @param input … × features
   * @returns of the same shape
   * @throws RangeError for another number of features
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    const n = this.features;
    if (x.shape[x.shape.length - 1] !== n) {
      throw featuresError(this.label, n, x);
    }
    const inverse = this.result('inverse', [x.data.length / n]);
    const y = this.result('output', x.shape);
    for (let s = 0, row = 0; row < x.data.length; s++, row += n) {
      let squares = 0;
      for (let i = row; i < row + n; i++) {
        squares += x.data[i] * x.data[i];
      }
      inverse.data[s] = 1 / Math.sqrt(squares / n + this.eps);
      for (let i = 0; i < n; i++) {
        const normal = x.data[row + i] * inverse.data[s];
        y.data[row + i] = this.weight ? normal * this.weight.data[i] : normal;
      }
    }
    this.input = asItIs(x);
    this.inverse = inverse;
    this.#used = this.weight && asItIs(this.weight);
    return y;
  }

  /**
   * With h = ∂L/∂y · weight and the mean over a row: ∂L/∂x = (h − x̂ mean(h x̂)) / √(mean(x²) + ε);
   * ∂L/∂weight += Σ ∂L/∂y x̂ over the rows.
   */
  override backward(gradOutput: TensorLike): Tensor {
    const { shape, data: x } = remembered(this.input, this);
    const inverse = remembered(this.inverse, this).data;
    const g = gradientFor(this, gradOutput, shape).data;
    const gradInput = this.result('gradInput', shape);
    const n = this.features;
    const weight = this.#used && this.#used.data;
    for (let s = 0, row = 0; row < g.length; s++, row += n) {
      let along = 0;
      for (let i = 0; i < n; i++) {
        const normal = x[row + i] * inverse[s];
        along += ((weight ? g[row + i] * weight[i] : g[row + i]) * normal) / n;
        if (this.weight) {
          this.weight.grad.data[i] += g[row + i] * normal;
        }
      }
      for (let i = 0; i < n; i++) {
        const h = weight ? g[row + i] * weight[i] : g[row + i];
        gradInput.data[row + i] = (h - x[row + i] * inverse[s] * along) * inverse[s];
      }
    }
    return gradInput;
  }

  override parameterSymbol(): { name: string } {
    return { name: 'γ' };
  }

  /** γᵢ x̂ᵢ, x̂ᵢ = xᵢ / √(q + ε). */
  override explain(row: Row, i: number): Explanation {
    return forwardOf(this.scaledRow(row), i);
  }

  /** (hᵢ − x̂ᵢ c) / √(q + ε), h = γ ∂L/∂y, c the mean of h x̂. */
  override explainBackward(row: Row, i: number): Explanation {
    return backwardOf(this.scaledRow(row), i);
  }

  /** ∂L/∂yᵢ x̂ᵢ. */
  override explainGradient(row: Row, _name: string, [i]: readonly number[]): Explanation {
    return weightOf(this.scaledRow(row), i);
  }

  private scaledRow(row: Row): ScaledRow {
    return { row, eps: this.eps, affine: this.weight !== null };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const square = graph.node('Mul', [input, input]);
    const mean = graph.node('ReduceMean', [square], { axes: [-1], keepdims: 1 });
    const normal = graph.node('Div', [input, graph.node('Sqrt', [graph.node('Add', [mean, this.eps])])]);
    return this.weight ? graph.node('Mul', [normal, graph.constant(this.weight, 'weight')]) : normal;
  }
}
