import { Module, gradientFor, remembered } from './module';
import { checkLastDim, logSumExp, rowWidth } from './rows';
import { Tensor, TensorLike } from './tensor';
import type { OnnxGraph, OnnxValue } from './onnx/graph';

/**
 * The logarithms of a row's softmax: aᵢ = zᵢ − ln Σⱼ e^zⱼ, exact where a probability is too small to be
 * written. What NLLLoss expects. Source: torch.nn.LogSoftmax.
 */
export class LogSoftmax extends Module {
  readonly dim: number;
  private output: Tensor | null = null;

  /** @param options.dim along which the probabilities' sum is 1: the last, -1, the only one that there is here */
  constructor(options: { dim?: number } = {}) {
    super();
    this.dim = options.dim ?? -1;
  }

  override options(): Record<string, number> {
    return { dim: this.dim };
  }

  /**
   * a = ln softmax(z), of the same shape.
   * @param input … × features
   * @throws RangeError when `dim` is not the input's last dimension
   */
  override forward(input: TensorLike): Tensor {
    const z = Tensor.from(input, 'input');
    checkLastDim(this, this.dim, z);
    const width = rowWidth(z, this);
    const a = this.result('output', z.shape);
    for (let row = 0; row < z.data.length; row += width) {
      const total = logSumExp(z.data, row, width);
      for (let i = row; i < row + width; i++) {
        a.data[i] = z.data[i] - total;
      }
    }
    this.output = a;
    return a;
  }

  /** ∂L/∂zᵢ = gᵢ − e^aᵢ Σⱼ gⱼ, g = ∂L/∂a. */
  override backward(gradOutput: TensorLike): Tensor {
    const { shape, data: a } = remembered(this.output, this);
    const g = gradientFor(this, gradOutput, shape).data;
    const gradInput = this.result('gradInput', shape);
    const width = shape[shape.length - 1];
    for (let row = 0; row < a.length; row += width) {
      let total = 0;
      for (let i = row; i < row + width; i++) {
        total += g[i];
      }
      for (let i = row; i < row + width; i++) {
        gradInput.data[i] = g[i] - Math.exp(a[i]) * total;
      }
    }
    return gradInput;
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('LogSoftmax', [input], { axis: -1 });
  }
}
