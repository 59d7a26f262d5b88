import { Equation, Explanation, Row, Vector } from '../formula/explanation';
import {
  Expression,
  call,
  difference,
  negative,
  product,
  quantity,
  quotient,
  say,
  series,
  symbol,
  valueOf
} from '../formula/expression';
import { throughJacobian } from './jacobian';
import { Module, gradientFor, remembered } from '../module';
import { checkLastDim, rowWidth } from './rows';
import { Tensor, TensorLike } from '../tensor';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Makes each row of numbers into probabilities: aᵢ = e^zᵢ / Σⱼ e^zⱼ, above 0 and 1 in sum.
 * Source: torch.nn.Softmax.
 */
export class Softmax extends Module {
  readonly dim: number;
  private output: Tensor | null = null;

  /** @param options.dim along which the sum is 1: the last, -1, the only one that there is here */
  constructor(options: { dim?: number } = {}) {
    super();
    this.dim = options.dim ?? -1;
  }

  override options(): Record<string, number> {
    return { dim: this.dim };
  }

  /**
   * a = softmax(z), of the same shape.
   * @param input … × features
   * @throws RangeError when `dim` is not the input's last dimension
   */
  override forward(input: TensorLike): Tensor {
    const z = Tensor.from(input, 'input');
    checkLastDim(this, this.dim, z);
    const width = rowWidth(z, this);
    const a = this.result('output', z.shape);
    for (let row = 0; row < z.data.length; row += width) {
      softmaxRow(z.data, a.data, row, width);
    }
    this.output = a;
    return a;
  }

  /** ∂L/∂zᵢ = aᵢ (gᵢ − Σⱼ gⱼ aⱼ), g = ∂L/∂a: every output moves with every input of its row. */
  override backward(gradOutput: TensorLike): Tensor {
    const { shape, data: a } = remembered(this.output, this);
    const g = gradientFor(this, gradOutput, shape).data;
    const gradInput = this.result('gradInput', shape);
    const width = shape[shape.length - 1];
    for (let row = 0; row < a.length; row += width) {
      let mean = 0;
      for (let i = row; i < row + width; i++) {
        mean += g[i] * a[i];
      }
      for (let i = row; i < row + width; i++) {
        gradInput.data[i] = a[i] * (g[i] - mean);
      }
    }
    return gradInput;
  }

  /** e^zᵢ / Σⱼ e^zⱼ. */
  override explain({ input }: Row, i: number): Explanation {
    const { forms, where, most } = probability(input, i);
    const remark = say(
      'The engine takes the largest of them, %1, out of every exponent first: the quotient stays the same, and nothing overflows.',
      { symbol: symbol(most) }
    );
    return { forms, where, remarks: input.length > 1 ? [remark] : [] };
  }

  /** Σⱼ ∂L/∂aⱼ · ∂aⱼ/∂zᵢ, ∂aⱼ/∂zᵢ = aⱼ (1[i = j] − aᵢ). */
  override explainBackward(row: Row, i: number): Explanation {
    const { output, gradOutput } = row;
    const mean = series(
      output.map((a, j) => product(gradOutput.at(j), a)),
      product(gradOutput.general('j'), output.general('j')),
      `j=1,${output.length}`
    );
    return {
      ...throughJacobian(row, i, (j, k) => softmaxSlope(output, j, k)),
      short: product(output.at(i), difference(gradOutput.at(i), mean))
    };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Softmax', [input], { axis: -1 });
  }
}

/** The softmax of one row; its largest number is taken out first, so that no exponential overflows. */
export function softmaxRow(z: Float64Array, a: Float64Array, row: number, width: number): void {
  let most = z[row];
  for (let i = row + 1; i < row + width; i++) {
    most = Math.max(most, z[i]);
  }
  let total = 0;
  for (let i = row; i < row + width; i++) {
    a[i] = Math.exp(z[i] - most);
    total += a[i];
  }
  for (let i = row; i < row + width; i++) {
    a[i] /= total;
  }
}

/** An exponential of more than this, or of less than its opposite, has no room for a sum beside it. */
const SAFE = 600;

/** e^zᵢ / Σⱼ e^zⱼ as formulas: with the largest taken out, where the numbers could not be computed without. */
export function probability(
  z: Vector,
  i: number
): { forms: Expression[]; where: Equation[]; most: Expression } {
  const most = z.map(e => e).reduce((a, b) => (valueOf(b) > valueOf(a) ? b : a));
  const share = (part: (e: Expression) => Expression): Expression =>
    quotient(part(z.at(i)), series(z.map(part), part(z.general('j')), `j=1,${z.length}`));
  const plain = share(e => call('exp', e));
  if (!(Math.abs(valueOf(most)) > SAFE)) {
    return { forms: [plain], where: [], most };
  }
  const m = quantity({ name: 'm' }, 'z', valueOf(most));
  return {
    forms: [plain, share(e => call('exp', difference(e, m)))],
    where: [{ left: m, forms: [most] }],
    most
  };
}

/** ∂aⱼ/∂zᵢ of softmax: aᵢ (1 − aᵢ), or −aⱼ aᵢ. */
export const softmaxSlope = (a: Vector, j: number, i: number): Expression =>
  i === j ? product(a.at(i), difference(1, a.at(i))) : negative(product(a.at(j), a.at(i)));
