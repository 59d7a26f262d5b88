import { ClassLoss, ClassPair } from './classLoss';
import type { Explanation, LossRow } from '../formula/explanation';
import { evaluate, given, negative, number } from '../formula/expression';

/**
 * Negative log-likelihood: ℓ = −a_y, for a model whose outputs are logarithms of probabilities, such as
 * LogSoftmax; y is the class. LogSoftmax and NLLLoss together are CrossEntropyLoss.
 * Source: torch.nn.NLLLoss.
 */
export class NLLLoss extends ClassLoss {
  protected override rowLoss({ output, target }: ClassPair, row: number, start: number): number {
    return -output.data[start + target.data[row]];
  }

  protected override rowSlope(
    { target, width }: ClassPair,
    row: number,
    start: number,
    scale: number,
    grad: Float64Array
  ): void {
    grad.fill(0, start, start + width);
    grad[start + target.data[row]] = -scale;
  }

  /** −a_y. */
  override explain(row: LossRow): Explanation {
    const y = row.target.at(0);
    const chosen = given(negative(row.output.at(evaluate(y))), y, '=', evaluate(y));
    return { forms: [this.scaled(row, chosen)], remarks: [this.classRemark(row)] };
  }

  /** −1 for the class, 0 for the others. */
  override explainBackward(row: LossRow, j: number): Explanation {
    const y = row.target.at(0);
    const slope = given(number(evaluate(y) === j ? -1 : 0), y, '=', evaluate(y));
    return { forms: [this.scaled(row, slope)], remarks: [this.classRemark(row)] };
  }
}
