import { Module, Parameter, arriving, remembered } from './module';
import { defaultGenerator } from './random';
import { Tensor, TensorLike, formatShape } from './tensor';

const fround = Math.fround;

/**
 * A layer of neurons, each of which sees every input: z = x Wᵀ + b.
 * Source: torch.nn.Linear.
 */
export class Linear extends Module {
  /** W, out × in: row j holds the weights of neuron j. */
  readonly weight: Parameter;
  /** b, one number a neuron; null without bias. */
  readonly bias: Parameter | null;
  private input: Tensor | null = null;

  /**
   * Starts with PyTorch's weights: uniform in ±1/√inFeatures, drawn in float32 from the seeded generator.
   * @param inFeatures how many numbers a sample has
   * @param outFeatures how many neurons there are
   * @param options.bias whether the neurons have a bias; true when left out
   */
  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: { bias?: boolean } = {}
  ) {
    super();
    for (const [what, n] of [
      ['inFeatures', inFeatures],
      ['outFeatures', outFeatures]
    ] as const) {
      if (!Number.isInteger(n) || n < 1) {
        throw new RangeError(
          `Linear(${String(inFeatures)}, ${String(outFeatures)}): ${what} is ${String(n)}, expected a whole number of at least 1.`
        );
      }
    }
    this.weight = new Parameter([outFeatures, inFeatures]);
    this.bias = options.bias === false ? null : new Parameter([outFeatures]);
    this.resetParameters();
  }

  /** Draws the weights, then the biases, anew. The order of operations is PyTorch's, to the last bit. */
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
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    const { inFeatures: n, outFeatures: m } = this;
    const features = x.shape[x.shape.length - 1];
    if (features !== n) {
      throw new RangeError(
        `${this} expects ${n} features, got ${features}: input is ${formatShape(x.shape)}.`
      );
    }
    this.input = x;
    const z = this.result('output', [...x.shape.slice(0, -1), m]);
    const w = this.weight.data;
    const b = this.bias?.data;
    for (let s = 0, row = 0; row < x.data.length; s += m, row += n) {
      for (let j = 0; j < m; j++) {
        let total = b ? b[j] : 0;
        for (let k = 0; k < n; k++) {
          total += w[j * n + k] * x.data[row + k];
        }
        z.data[s + j] = total;
      }
    }
    return z;
  }

  /**
   * ∂L/∂W += δᵀ x, ∂L/∂b += Σ δ over the samples; returns ∂L/∂x = δ W.
   * @param gradOutput δ = ∂L/∂z, samples × outFeatures
   * @returns ∂L/∂x, samples × inFeatures
   */
  override backward(gradOutput: TensorLike): Tensor {
    const x = remembered(this.input, this);
    const { inFeatures: n, outFeatures: m } = this;
    const delta = arriving(gradOutput, (x.data.length / n) * m, this).data;
    const gradInput = this.result('gradInput', x.shape);
    const w = this.weight.data;
    const gradWeight = this.weight.grad.data;
    const gradBias = this.bias?.grad.data;
    gradInput.data.fill(0);
    for (let s = 0, row = 0; row < x.data.length; s += m, row += n) {
      for (let j = 0; j < m; j++) {
        const d = delta[s + j];
        for (let k = 0; k < n; k++) {
          gradWeight[j * n + k] += d * x.data[row + k];
          gradInput.data[row + k] += d * w[j * n + k];
        }
        if (gradBias) {
          gradBias[j] += d;
        }
      }
    }
    return gradInput;
  }
}
