import type { Explanation, Row } from '../formula/explanation';
import {
  Expression,
  call,
  difference,
  gives,
  negative,
  product,
  series,
  sum,
  valueOf
} from '../formula/expression';
import { RowActivation } from './rowActivation';
import { largestOf, restOf } from './largest';
import { largest } from './softmax';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * The logarithms of a row's softmax: aᵢ = zᵢ − ln Σⱼ e^zⱼ, exact even where a probability underflows to
 * 0 or is close to 1. Back through it, ∂L/∂zᵢ = gᵢ − e^aᵢ Σⱼ gⱼ, g = ∂L/∂a. What NLLLoss expects.
 * Source: torch.nn.LogSoftmax.
 */
export class LogSoftmax extends RowActivation {
  protected override valueRow(z: Float64Array, a: Float64Array, start: number, end: number): void {
    const most = largestOf(z, start, end);
    const log = Math.log1p(restOf(z, start, end, most));
    for (let i = start; i < end; i++) {
      a[i] = z[i] - most - log;
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
      // Where only this gradient counts, as for NLLLoss, 1 − e^a would lose digits.
      gradZ[i] = g[i] === total ? -g[i] * Math.expm1(a[i]) : g[i] - Math.exp(a[i]) * total;
    }
  }

  /** zᵢ − ln Σⱼ e^zⱼ; with the largest z taken out where digits would be lost. */
  override explain({ input, output }: Row, i: number): Explanation {
    const most = largest(input);
    const log = (part: (z: Expression) => Expression): Expression =>
      call('ln', series(input.map(part), part(input.general('j')), `j=1,${input.length}`));
    const plain = difference(
      input.at(i),
      log(z => call('exp', z))
    );
    if (gives(plain, valueOf(output.at(i)))) {
      return { forms: [plain] };
    }
    const m = most.left;
    const rest = log(z => call('exp', difference(z, m)));
    return { forms: [plain, sum(input.at(i), negative(m), negative(rest))], where: [most] };
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
