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
import { RowActivation } from './rowActivation';
import { probability } from './softmax';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * The logarithms of a row's softmax: aᵢ = zᵢ − ln Σⱼ e^zⱼ, exact even where a probability underflows to
 * 0. Back through it, ∂L/∂zᵢ = gᵢ − e^aᵢ Σⱼ gⱼ, g = ∂L/∂a. What NLLLoss expects.
 * Source: torch.nn.LogSoftmax.
 */
export class LogSoftmax extends RowActivation {
  protected override valueRow(z: Float64Array, a: Float64Array, start: number, end: number): void {
    const total = logSumExp(z, start, end - start);
    for (let i = start; i < end; i++) {
      a[i] = z[i] - total;
    }
  }

  /** ∂L/∂zᵢ = gᵢ − e^aᵢ Σⱼ gⱼ, g = ∂L/∂a. */
  protected override slopeRow(
    a: Float64Array,
    g: Float64Array,
    gradZ: Float64Array,
    start: number,
    end: number
  ): void {
    let total = 0;
    for (let i = start; i < end; i++) {
      total += g[i];
    }
    for (let i = start; i < end; i++) {
      gradZ[i] = g[i] - Math.exp(a[i]) * total;
    }
  }

  /** zᵢ − ln Σⱼ e^zⱼ; with the largest z taken out where the exponentials would overflow. */
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

  /** ∂aⱼ/∂zᵢ = 1[i = j] − e^aᵢ. */
  protected override slopeFormula({ output }: Row, j: number, i: number): Expression {
    const p = call('exp', output.at(i));
    return j === i ? difference(1, p) : negative(p);
  }

  /** gᵢ − e^aᵢ Σⱼ gⱼ. */
  protected override shortFormula({ output, gradOutput }: Row, i: number): Expression {
    const total = series(
      gradOutput.map(g => g),
      gradOutput.general('j'),
      `j=1,${output.length}`
    );
    return difference(gradOutput.at(i), product(call('exp', output.at(i)), total));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('LogSoftmax', [input], { axis: -1 });
  }
}

/** ln Σ e^x over a row, without overflow: the largest x is taken out first. */
export function logSumExp(data: Float64Array, start: number, width: number): number {
  let most = -Infinity;
  for (let i = start; i < start + width; i++) {
    // A comparison alone would pass over NaN, which has to come through.
    most = data[i] > most || Number.isNaN(data[i]) ? data[i] : most;
  }
  if (!Number.isFinite(most)) {
    return most;
  }
  let total = 0;
  for (let i = start; i < start + width; i++) {
    total += Math.exp(data[i] - most);
  }
  return most + Math.log(total);
}
