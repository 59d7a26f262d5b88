import { Equation, Explanation, Row, Vector } from '../formula/explanation';
import {
  Expression,
  call,
  difference,
  evaluate,
  gives,
  negative,
  product,
  quantity,
  quotient,
  say,
  series,
  symbol,
  valueOf
} from '../formula/expression';
import { RowActivation } from './rowActivation';
import { largestOf, restOf } from './largest';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Makes each row of numbers into probabilities: aᵢ = e^zᵢ / Σⱼ e^zⱼ, above 0 and 1 in sum. Back through it,
 * ∂L/∂zᵢ = aᵢ (gᵢ − Σⱼ gⱼ aⱼ), g = ∂L/∂a: every output moves with every input of its row.
 * Source: torch.nn.Softmax.
 */
export class Softmax extends RowActivation {
  protected override valueRow(z: Float64Array, a: Float64Array, start: number, end: number): void {
    // The largest number is taken out of every exponent, so that nothing overflows.
    let most = z[start];
    for (let i = start + 1; i < end; i++) {
      most = Math.max(most, z[i]);
    }
    let total = 0;
    for (let i = start; i < end; i++) {
      a[i] = Math.exp(z[i] - most);
      total += a[i];
    }
    for (let i = start; i < end; i++) {
      a[i] /= total;
    }
  }

  /** ∂L/∂zᵢ = aᵢ (gᵢ − Σⱼ gⱼ aⱼ), g = ∂L/∂a: every output moves with every input of its row. */
  protected override slopeRow(
    a: Float64Array,
    g: Float64Array,
    gradZ: Float64Array,
    start: number,
    end: number
  ): void {
    let mean = 0;
    for (let i = start; i < end; i++) {
      mean += g[i] * a[i];
    }
    for (let i = start; i < end; i++) {
      gradZ[i] = a[i] * (g[i] - mean);
    }
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

  /** ∂aⱼ/∂zᵢ = aⱼ (1[i = j] − aᵢ). */
  protected override slopeFormula({ output }: Row, j: number, i: number): Expression {
    return softmaxSlope(output, j, i);
  }

  /** aᵢ (gᵢ − Σⱼ gⱼ aⱼ). */
  protected override shortFormula({ output, gradOutput }: Row, i: number): Expression {
    const mean = series(
      output.map((a, j) => product(gradOutput.at(j), a)),
      product(gradOutput.general('j'), output.general('j')),
      `j=1,${output.length}`
    );
    return product(output.at(i), difference(gradOutput.at(i), mean));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Softmax', [input], { axis: -1 });
  }
}

/** The largest exponent, in absolute value, that leaves room for a sum of exponentials in a float64. */
const SAFE = 600;

/** A number's share of its row, by softmax, and the sum of the other shares. */
interface Share {
  share: number;
  others: number;
}

/** Softmax of a row as the engine's losses compute it. */
export const sharesOf = (z: Vector): Share[] =>
  sharesOfRow(
    Float64Array.from(
      z.map(e => e),
      valueOf
    )
  );

/** Softmax of a row of numbers as the engine's losses compute it. */
export function sharesOfRow(z: Float64Array): Share[] {
  const most = largestOf(z, 0, z.length);
  const rest = restOf(z, 0, z.length, most);
  return Array.from(z, x => {
    const e = Math.exp(x - most);
    return { share: e / (1 + rest), others: (x === most ? rest : 1 + rest - e) / (1 + rest) };
  });
}

/** e^zᵢ / Σⱼ e^zⱼ as formulas; where they overflow or underflow, also with the largest z taken out. */
export function probability(
  z: Vector,
  i: number
): { forms: Expression[]; where: Equation[]; most: Expression } {
  const { left: m, forms } = largest(z);
  const [most] = forms;
  const share = (part: (e: Expression) => Expression): Expression =>
    quotient(part(z.at(i)), series(z.map(part), part(z.general('j')), `j=1,${z.length}`));
  const plain = share(e => call('exp', e));
  const shifted = share(e => call('exp', difference(e, m)));
  if (!(Math.abs(valueOf(most)) > SAFE) && gives(plain, evaluate(shifted))) {
    return { forms: [plain], where: [], most };
  }
  return {
    forms: [plain, shifted],
    where: [{ left: m, forms }],
    most
  };
}

/** m, the largest of a row's numbers. */
export function largest(z: Vector): Equation {
  const most = z.map(e => e).reduce((a, b) => (valueOf(b) > valueOf(a) ? b : a));
  return { left: quantity({ name: 'm' }, 'z', valueOf(most)), forms: [most] };
}

/** ∂aⱼ/∂zᵢ of softmax: aᵢ (1 − aᵢ), or −aⱼ aᵢ. */
export const softmaxSlope = (a: Vector, j: number, i: number): Expression =>
  i === j ? product(a.at(i), difference(1, a.at(i))) : negative(product(a.at(j), a.at(i)));
