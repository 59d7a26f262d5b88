import { optionsRepr } from '../print/moduleRepr';
import type { Explanation, Row } from '../formula/explanation';
import { normalised, throughNorm } from './layerNormFormulas';
import { product, say, sum } from '../formula/expression';
import { asItIs } from '../buffers';
import { featuresError } from './featuresError';
import { Module, gradientFor, remembered } from '../module';
import { Parameter } from '../parameter';
import { checkPositive, checkSize, readOptions } from '../options';
import { Tensor, TensorLike } from '../tensor';
import type { NamedShape, Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** Options of `LayerNorm`. */
export interface LayerNormOptions {
  /** Added to the variance, so that a row of equal numbers is not divided by 0; 1e-5 when left out. */
  eps?: number;
  /** Whether each feature is then scaled and shifted by learnt parameters; true when left out. */
  elementwiseAffine?: boolean;
  /** Whether each feature is shifted; true when left out. */
  bias?: boolean;
}

/**
 * Makes each row's mean 0 and variance 1, then scales and shifts each feature by learnt parameters:
 * x̂ = (x − mean) / √(var + ε), y = x̂ · weight + bias.
 * Source: Ba et al., "Layer Normalization", 2016; torch.nn.LayerNorm.
 */
export class LayerNorm extends Module {
  static override from(options: Options): LayerNorm {
    const { features, ...rest } = options;
    return new LayerNorm(features as number, rest as LayerNormOptions);
  }

  static override shapes({ features, elementwiseAffine, bias }: Options): NamedShape[] {
    const shape = [features as number];
    const all: NamedShape[] = [
      ['weight', shape],
      ['bias', shape]
    ];
    return elementwiseAffine === false ? [] : all.slice(0, bias === false ? 1 : 2);
  }

  static override examples(features: number): Options[] {
    // Rows of nearly equal numbers: with a smaller ε a central difference is too coarse.
    const options = { features, eps: 0.1 };
    return [options, { ...options, bias: false }, { ...options, elementwiseAffine: false }];
  }

  /** One factor a feature, 1 at first; null without `elementwiseAffine`. */
  readonly weight: Parameter | null;
  /** One number a feature, 0 at first; null without `elementwiseAffine` or `bias`. */
  readonly bias: Parameter | null;
  readonly eps: number;
  /** x̂ of the last input; `inverse` holds 1/√(var + ε) of each row. */
  private normal: Tensor | null = null;
  private inverse: Tensor | null = null;
  /** The weight at the last forward; a #private name, since a private field would be listed as a parameter. */
  #used: Tensor | null = null;

  /**
   * @param features how many numbers a row has
   * @throws RangeError unless features is a whole number ≥ 1 and eps is above 0
   */
  constructor(
    readonly features: number,
    options: LayerNormOptions = {}
  ) {
    super();
    checkSize('LayerNorm', 'features', features);
    const usual = { eps: 1e-5, elementwiseAffine: true, bias: true };
    const { eps, elementwiseAffine: affine, bias } = readOptions('LayerNorm', options, usual);
    this.eps = checkPositive('LayerNorm', 'eps', eps);
    this.weight = affine ? new Parameter([features]) : null;
    this.bias = affine && bias ? new Parameter([features]) : null;
    this.weight?.data.fill(1);
  }

  override extraRepr(): string {
    const { features, ...rest } = this.options();
    return `(${features},), ${optionsRepr(rest)}`;
  }

  override options(): Record<string, number | boolean> {
    const { features, eps, weight, bias } = this;
    return { features, eps, elementwiseAffine: weight !== null, bias: bias !== null };
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
    const normal = this.result('normal', x.shape);
    const inverse = this.result('inverse', [x.data.length / n]);
    const y = this.result('output', x.shape);
    for (let s = 0, row = 0; row < x.data.length; s++, row += n) {
      const { mean, variance } = momentsOf(x.data, row, n);
      inverse.data[s] = 1 / Math.sqrt(variance + this.eps);
      for (let i = 0; i < n; i++) {
        normal.data[row + i] = (x.data[row + i] - mean) * inverse.data[s];
        const scaled = this.weight ? normal.data[row + i] * this.weight.data[i] : normal.data[row + i];
        y.data[row + i] = this.bias ? scaled + this.bias.data[i] : scaled;
      }
    }
    this.normal = normal;
    this.inverse = inverse;
    this.#used = this.weight && asItIs(this.weight);
    return y;
  }

  /**
   * With h = ∂L/∂y · weight and means over a row: ∂L/∂x = (h − mean(h) − x̂ mean(h x̂)) / √(var + ε);
   * ∂L/∂weight += Σ ∂L/∂y x̂, ∂L/∂bias += Σ ∂L/∂y over the rows.
   */
  override backward(gradOutput: TensorLike): Tensor {
    const normal = remembered(this.normal, this);
    const inverse = remembered(this.inverse, this).data;
    const g = gradientFor(this, gradOutput, normal.shape).data;
    const gradInput = this.result('gradInput', normal.shape);
    const n = this.features;
    const weight = this.#used && this.#used.data;
    for (let s = 0, row = 0; row < g.length; s++, row += n) {
      let meanH = 0;
      let meanHX = 0;
      for (let i = 0; i < n; i++) {
        const h = weight ? g[row + i] * weight[i] : g[row + i];
        meanH += h / n;
        meanHX += (h * normal.data[row + i]) / n;
        if (this.weight) {
          this.weight.grad.data[i] += g[row + i] * normal.data[row + i];
        }
        if (this.bias) {
          this.bias.grad.data[i] += g[row + i];
        }
      }
      for (let i = 0; i < n; i++) {
        const h = weight ? g[row + i] * weight[i] : g[row + i];
        gradInput.data[row + i] = (h - meanH - normal.data[row + i] * meanHX) * inverse[s];
      }
    }
    return gradInput;
  }

  override parameterSymbol(name: string): { name: string } {
    return { name: name === 'weight' ? 'γ' : 'β' };
  }

  /** γᵢ x̂ᵢ + βᵢ. */
  override explain(row: Row, i: number): Explanation {
    const { normal, where } = normalised(row, i, this.eps);
    const scaled = this.weight ? product(row.parameter('weight', [i]), normal) : normal;
    return { forms: [this.bias ? sum(scaled, row.parameter('bias', [i])) : scaled], where };
  }

  /** (gᵢ − ḡ − x̂ᵢ c) / √(σ² + ε): by xᵢ itself, through the mean, and through the variance. */
  override explainBackward(row: Row, i: number): Explanation {
    const remark = say('Three ways lead back: the number itself, the mean μ, and the variance σ².');
    return { ...throughNorm(row, i, this.eps, this.weight !== null), remarks: [remark] };
  }

  /** ∂L/∂yᵢ x̂ᵢ; of the bias ∂L/∂yᵢ. */
  override explainGradient(row: Row, name: string, [i]: readonly number[]): Explanation {
    const g = row.gradOutput.at(i);
    if (name === 'bias') {
      return { forms: [g] };
    }
    const { normal, where } = normalised(row, i, this.eps);
    return { forms: [product(g, normal)], where };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    // The operation LayerNormalization has ε as a float32; written out, ε is exact.
    const mean = (x: OnnxValue): OnnxValue => graph.node('ReduceMean', [x], { axes: [-1], keepdims: 1 });
    const centred = graph.node('Sub', [input, mean(input)]);
    const variance = mean(graph.node('Mul', [centred, centred]));
    const deviation = graph.node('Sqrt', [graph.node('Add', [variance, this.eps])]);
    let y = graph.node('Div', [centred, deviation]);
    y = this.weight ? graph.node('Mul', [y, graph.constant(this.weight, 'weight')]) : y;
    return this.bias ? graph.node('Add', [y, graph.constant(this.bias, 'bias')]) : y;
  }
}

/** The mean and the variance (over n, not n − 1) of a row, in two passes: a single pass would lose digits. */
function momentsOf(x: Float64Array, row: number, n: number): { mean: number; variance: number } {
  let mean = 0;
  for (let i = row; i < row + n; i++) {
    mean += x[i];
  }
  mean /= n;
  let variance = 0;
  for (let i = row; i < row + n; i++) {
    variance += (x[i] - mean) * (x[i] - mean);
  }
  return { mean, variance: variance / n };
}
