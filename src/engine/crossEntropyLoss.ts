import { ClassLoss, ClassPair } from './classLoss';
import { LossOptions } from './loss';
import { checkShare } from './options';
import { logSumExp } from './rows';

/** Options of `CrossEntropyLoss`. */
export interface CrossEntropyLossOptions extends LossOptions {
  /** ε: how much of each target is spread evenly over all classes; 0 when left out. */
  labelSmoothing?: number;
}

/**
 * Cross-entropy of softmax(z), for a model that puts out z, one number a class: ℓ = −Σ t_c ln softmax(z)_c,
 * t the target's probabilities: 1 for its class, unless they are given or smoothed, t ← (1 − ε) t + ε/C.
 * The model needs no Softmax at its end. Exact for any z, since no exponential overflows. The classes are the
 * last dimension of the output (PyTorch has them second, which for samples × classes is the same).
 * Source: torch.nn.CrossEntropyLoss; label smoothing: Szegedy et al., CVPR 2016.
 */
export class CrossEntropyLoss extends ClassLoss {
  /** ε */
  readonly labelSmoothing: number;
  protected override readonly takesProbabilities = true;

  /** @throws RangeError for a labelSmoothing that is not from 0 to 1 */
  constructor(options: CrossEntropyLossOptions = {}) {
    super(options);
    this.labelSmoothing = checkShare('CrossEntropyLoss', 'labelSmoothing', options.labelSmoothing ?? 0);
  }

  override options(): Record<string, string | number | boolean> {
    return { ...super.options(), ...(this.labelSmoothing > 0 && { labelSmoothing: this.labelSmoothing }) };
  }

  /** Σ t_c (ln Σ e^z − z_c): no term is written for a class that is not wanted. */
  protected override rowLoss(pair: ClassPair, row: number, start: number): number {
    const { output, width } = pair;
    const whole = logSumExp(output.data, start, width);
    let total = 0;
    for (let c = 0; c < width; c++) {
      const t = this.wanted(pair, row, start, c);
      // 0 · ∞ is 0 here, as in PyTorch for classes.
      total += t === 0 ? 0 : t * (whole - output.data[start + c]);
    }
    return total;
  }

  /** softmax(z)_c Σ t − t_c. */
  protected override rowSlope(
    pair: ClassPair,
    row: number,
    start: number,
    scale: number,
    grad: Float64Array
  ): void {
    const { output, width } = pair;
    const whole = logSumExp(output.data, start, width);
    let sum = 0;
    for (let c = 0; c < width; c++) {
      sum += this.wanted(pair, row, start, c);
    }
    for (let c = 0; c < width; c++) {
      const softmax = Math.exp(output.data[start + c] - whole);
      grad[start + c] = scale * (softmax * sum - this.wanted(pair, row, start, c));
    }
  }

  /** t_c of a row. */
  private wanted({ target, indices, width }: ClassPair, row: number, start: number, c: number): number {
    const given = indices ? (target.data[row] === c ? 1 : 0) : target.data[start + c];
    return this.labelSmoothing === 0
      ? given
      : (1 - this.labelSmoothing) * given + this.labelSmoothing / width;
  }
}
