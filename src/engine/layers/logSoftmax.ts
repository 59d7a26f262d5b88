import type { Explanation, Row } from '../formula/explanation';
import {
  Expression,
  call,
  difference,
  negative,
  product,
  quantity,
  series,
  sum,
  valueOf
} from '../formula/expression';
import { throughJacobian } from './jacobian';
import { Module, gradientFor, remembered } from '../module';
import { probability } from './softmax';
import { checkLastDim, logSumExp, rowWidth } from './rows';
import { Tensor, TensorLike } from '../tensor';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

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

  /** zᵢ − ln Σⱼ e^zⱼ; with the largest taken out where the exponentials would overflow. */
  override explain({ input }: Row, i: number): Explanation {
    const { where, most } = probability(input, i);
    const log = (part: (z: Expression) => Expression): Expression =>
      call('ln', series(input.map(part), part(input.general('j')), `j=1,${input.length}`));
    const plain = difference(
      input.at(i),
      log(z => call('exp', z))
    );
    if (where.length === 0) {
      return { forms: [plain] };
    }
    const m = quantity({ name: 'm' }, 'z', valueOf(most));
    const rest = log(z => call('exp', difference(z, m)));
    return { forms: [plain, sum(input.at(i), negative(m), negative(rest))], where };
  }

  /** Σⱼ ∂L/∂aⱼ · ∂aⱼ/∂zᵢ, ∂aⱼ/∂zᵢ = 1[i = j] − e^aᵢ. */
  override explainBackward(row: Row, i: number): Explanation {
    const { output, gradOutput } = row;
    const p = (k: number): Expression => call('exp', output.at(k));
    const total = series(
      gradOutput.map(g => g),
      gradOutput.general('j'),
      `j=1,${output.length}`
    );
    return {
      ...throughJacobian(row, i, (j, k) => (j === k ? difference(1, p(k)) : negative(p(k)))),
      short: difference(gradOutput.at(i), product(p(i), total))
    };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('LogSoftmax', [input], { axis: -1 });
  }
}
