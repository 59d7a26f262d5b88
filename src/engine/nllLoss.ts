import { ClassLoss, ClassPair } from './classLoss';

/**
 * Negative log-likelihood: ℓ = −a_y, for a model that puts out logarithms of probabilities, as LogSoftmax
 * does; y is the class. LogSoftmax and NLLLoss together are CrossEntropyLoss.
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
}
