import { productsFor } from '../matmul/products';
import type { Explanation, Row } from '../formula/explanation';
import { generalOf, product, series, sum } from '../formula/expression';
import { asItIs, isReusing } from '../buffers';
import { descriptionOf, shortened } from '../describe';
import { failure } from '../message';
import { featuresError } from './featuresError';
import { Module, gradientFor, remembered } from '../module';
import { Parameter } from '../parameter';
import { readOptions } from '../options';
import { defaultGenerator } from '../random/random';
import { skipsInit } from '../random/skipInit';
import { Tensor, TensorLike } from '../tensor';
import type { NamedShape, Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

const fround = Math.fround;

/**
 * A layer of neurons, each connected to every input: z = x Wᵀ + b. The products are computed in matmul/.
 * Source: torch.nn.Linear.
 */
export class Linear extends Module {
  static override from({ inFeatures, outFeatures, ...rest }: Options): Linear {
    return new Linear(inFeatures as number, outFeatures as number, rest);
  }

  static override shapes({ inFeatures, outFeatures, bias }: Options): NamedShape[] {
    const [n, m] = [inFeatures as number, outFeatures as number];
    const weight: NamedShape = ['weight', [m, n]];
    return bias === false ? [weight] : [weight, ['bias', [m]]];
  }

  static override examples(features: number): Options[] {
    const sizes = { inFeatures: features, outFeatures: features };
    return [sizes, { ...sizes, bias: false }];
  }

  /** W, out × in: row j holds the weights of neuron j. */
  readonly weight: Parameter;
  /** b, one number a neuron; null without bias. */
  readonly bias: Parameter | null;
  private input: Tensor | null = null;
  /** W at the last forward; a #private name, since a private field would be listed as a parameter. */
  #used: Tensor | null = null;
  #copy: Tensor | null = null;

  /**
   * Starts with PyTorch's weights: uniform in ±1/√inFeatures, drawn in float32 from the seeded generator.
   * @param inFeatures how many numbers a sample has
   * @param outFeatures how many neurons the layer has
   * @param options.bias whether the neurons have a bias; true when left out
   * @throws RangeError unless both sizes are whole numbers of at least 1; TypeError for an unknown option
   */
  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: { bias?: boolean } = {}
  ) {
    super();
    const { bias } = readOptions('Linear', options, { bias: true });
    for (const [what, n] of [
      ['inFeatures', inFeatures],
      ['outFeatures', outFeatures]
    ] as const) {
      if (!Number.isInteger(n) || n < 1) {
        throw failure(
          RangeError,
          '%1(%2, %3): %4 is %5, expected a whole number of at least 1, as in new %1(2, 4).',
          'Linear',
          shortened(String(inFeatures)),
          shortened(String(outFeatures)),
          what,
          descriptionOf(n)
        );
      }
    }
    this.weight = new Parameter([outFeatures, inFeatures]);
    this.bias = bias ? new Parameter([outFeatures]) : null;
    if (!skipsInit()) {
      this.resetParameters();
    }
  }

  /** Draws the weights, then the biases, again. The results are PyTorch's to the last bit. */
  resetParameters(): void {
    const bound = fround((Math.sqrt(3) * Math.sqrt(2 / 6)) / Math.sqrt(this.inFeatures));
    for (const parameter of this.bias ? [this.weight, this.bias] : [this.weight]) {
      for (let i = 0; i < parameter.data.length; i++) {
        parameter.data[i] = fround(defaultGenerator.uniform() * fround(bound + bound) - bound);
      }
    }
  }

  override options(): Record<string, number | boolean> {
    return { inFeatures: this.inFeatures, outFeatures: this.outFeatures, bias: this.bias !== null };
  }

  /**
   * z = x Wᵀ + b.
   * @param input samples × inFeatures
   * @returns samples × outFeatures
   * @throws RangeError for another number of features
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    const { inFeatures: n, outFeatures: m } = this;
    const features = x.shape[x.shape.length - 1];
    if (features !== n) {
      throw featuresError(this.label, n, x);
    }
    this.input = asItIs(x);
    this.#used = isReusing() ? this.weight : this.copied(this.weight);
    const z = this.result('output', x.shape, m);
    const products = productsFor(z.data.length / m, n, m);
    products.forward(x.data, this.weight.data, this.bias && this.bias.data, z.data, n, m);
    return z;
  }

  /** A copy of W, always in the same tensor: making one anew takes longer than filling it. */
  private copied({ shape, data }: Tensor): Tensor {
    this.#copy ??= new Tensor(shape);
    this.#copy.data.set(data);
    return this.#copy;
  }

  /**
   * ∂L/∂W += δᵀ x, ∂L/∂b += Σ δ over the samples; returns ∂L/∂x = δ W.
   * @param gradOutput δ = ∂L/∂z, samples × outFeatures
   * @returns ∂L/∂x, samples × inFeatures
   */
  override backward(gradOutput: TensorLike): Tensor {
    const x = remembered(this.input, this);
    const { inFeatures: n, outFeatures: m } = this;
    const delta = gradientFor(this, gradOutput, x.shape, m).data;
    this.addGradients(delta, x.data);
    const gradInput = this.result('gradInput', x.shape);
    const products = productsFor(delta.length / m, n, m);
    products.gradInput(delta, remembered(this.#used, this).data, gradInput.data, n, m);
    return gradInput;
  }

  /** ∂L/∂W += δᵀ x, ∂L/∂b += Σ δ over the samples. */
  override backwardParameters(gradOutput: TensorLike): void {
    const { shape, data: x } = remembered(this.input, this);
    this.addGradients(gradientFor(this, gradOutput, shape, this.outFeatures).data, x);
  }

  private addGradients(delta: Float64Array, x: Float64Array): void {
    const { inFeatures: n, outFeatures: m } = this;
    productsFor(delta.length / m, n, m).gradWeight(delta, x, this.weight.grad.data, n, m);
    if (this.bias) {
      const gradBias = this.bias.grad.data;
      for (let s = 0; s < delta.length; s += m) {
        for (let j = 0; j < m; j++) {
          gradBias[j] += delta[s + j];
        }
      }
    }
  }

  override parameterSymbol(name: string): { name: string } {
    return { name: name === 'weight' ? 'w' : 'b' };
  }

  /** Σₖ wⱼₖ xₖ + bⱼ. */
  override explain({ input, parameter }: Row, j: number): Explanation {
    const total = series(
      input.map((x, k) => product(parameter('weight', [j, k]), x)),
      product(generalOf(parameter('weight', [j, 0]), `${j + 1},k`), input.general('k')),
      `k=1,${input.length}`
    );
    return { forms: [this.bias ? sum(total, parameter('bias', [j])) : total] };
  }

  /** Σⱼ ∂L/∂zⱼ wⱼₖ. */
  override explainBackward({ gradOutput, parameter }: Row, k: number): Explanation {
    const total = series(
      gradOutput.map((g, j) => product(g, parameter('weight', [j, k]))),
      product(gradOutput.general('j'), generalOf(parameter('weight', [0, k]), `j,${k + 1}`)),
      `j=1,${gradOutput.length}`
    );
    return { forms: [total] };
  }

  /** ∂L/∂zⱼ xₖ; of the bias ∂L/∂zⱼ. */
  override explainGradient({ input, gradOutput }: Row, name: string, [j, k]: readonly number[]): Explanation {
    return { forms: [name === 'bias' ? gradOutput.at(j) : product(gradOutput.at(j), input.at(k))] };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    // Stored transposed, in × out, as MatMul needs it.
    const weight = graph.constant(transposed(this.weight), 'weight.T');
    const product = graph.node('MatMul', [input, weight]);
    return this.bias ? graph.node('Add', [product, graph.constant(this.bias, 'bias')]) : product;
  }
}

function transposed({ shape: [rows, columns], data }: Tensor): Tensor {
  const result = new Tensor([columns, rows]);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      result.data[j * rows + i] = data[i * columns + j];
    }
  }
  return result;
}
