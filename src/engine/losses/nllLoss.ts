import { ClassLoss, ClassPair } from './classLoss';
import type { Explanation, LossRow } from '../formula/explanation';
import { Expression, evaluate, given, negative, number, product } from '../formula/expression';
import type { LossDomain } from './loss';
import type { Options } from '../spec';

/**
 * Negative log-likelihood: ℓ = −ω_y a_y, for a model whose outputs are logarithms of probabilities, such as
 * LogSoftmax; y is the class and ω_y its weight, 1 when left out. LogSoftmax and NLLLoss together are CrossEntropyLoss.
 * Source: torch.nn.NLLLoss.
 */
export class NLLLoss extends ClassLoss {
  static override readonly domain: LossDomain = { ...ClassLoss.domain, expects: 'logProbabilities' };

  static override examples(outputs: number): Options[] {
    const weight = Array.from({ length: outputs }, (_, c) => c / 2 + 0.5);
    return [{}, { weight }, { weight, ignoreIndex: 0 }];
  }

  protected override rowLoss({ output, target }: ClassPair, row: number, start: number): number {
    const y = target.data[row];
    return -(this.weight ? this.weight[y] : 1) * output.data[start + y];
  }

  protected override rowSlope(
    { target, width }: ClassPair,
    row: number,
    start: number,
    scale: number,
    grad: Float64Array
  ): void {
    grad.fill(0, start, start + width);
    const y = target.data[row];
    grad[start + y] = -(this.weight ? this.weight[y] : 1) * scale;
  }

  /** −ω_y a_y. */
  override explain(row: LossRow): Explanation {
    const ignored = this.ignored(row);
    if (ignored) {
      return ignored;
    }
    const y = row.target.at(0);
    const chosen = given(negative(this.weighed(row, row.output.at(evaluate(y)))), y, '=', evaluate(y));
    return { forms: [this.scaled(row, chosen)], remarks: this.classRemarks(row) };
  }

  /** −ω_y for the class, 0 for the others. */
  override explainBackward(row: LossRow, j: number): Explanation {
    const ignored = this.ignored(row);
    if (ignored) {
      return ignored;
    }
    const y = row.target.at(0);
    const slope = given(evaluate(y) === j ? this.weighed(row, number(-1)) : number(0), y, '=', evaluate(y));
    return { forms: [this.scaled(row, slope)], remarks: this.classRemarks(row) };
  }

  private weighed({ target }: LossRow, of: Expression): Expression {
    return this.weight ? product(this.classWeight(evaluate(target.at(0))), of) : of;
  }
}
