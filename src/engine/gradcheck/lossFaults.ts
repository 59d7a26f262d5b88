import type { Evaluation } from './evaluation';
import { judge } from './judge';
import { movedTo } from './elements';
import { losses } from '../registry';
import { Tensor, unravel } from '../tensor';

/** A loss whose own gradient is not the slope of its value. */
export interface UnsoundLoss {
  /** The loss's type. */
  type: string;
  /** Whether the loss is one of PyTorch's: its gradient is meant to be cut off. */
  known: boolean;
  /** Whether each share of the loss has an output with such a gradient. */
  samples: boolean[];
  /** The first such output, and its two gradients. */
  at: number[];
  analytic: number;
  numeric: number;
}

/** Outputs compared, at most. */
const COMPARED = 2000;

/** Compares ∂L/∂output, which the loss computes, with the loss. @returns null if they agree */
export function unsoundLoss(
  evaluation: Evaluation,
  { epsilon, tolerance }: { epsilon: number; tolerance: number }
): UnsoundLoss | null {
  const { loss, target } = evaluation;
  const output = evaluation.output().clone();
  loss.forward(output, target);
  const grads = Tensor.from(loss.backward()).data.slice();
  const shares = evaluation.sharesOf(output);
  const scatter = shares.map(share => 4 * Number.EPSILON * Math.abs(share));
  const known = Object.values(losses).some(({ prototype }) => Object.getPrototypeOf(loss) === prototype);
  let first: UnsoundLoss | null = null;
  const samples = Array.from(shares, () => false);
  for (let j = 0; j < Math.min(output.data.length, COMPARED); j++) {
    const x = output.data[j];
    const along = {
      x,
      scatter,
      noisy: false,
      shares: (to: number) => movedTo(output.data, j, to, () => evaluation.sharesOf(output))
    };
    const analytic = grads[j];
    const room = 4 * Number.EPSILON * Math.abs(analytic);
    const { verdict, reason, numeric, touched } = judge(along, {
      analytic,
      scatter: room,
      epsilon,
      tolerance
    });
    if (verdict === 'wrong' || reason === 'kink') {
      touched.forEach((moves, s) => (samples[s] ||= moves));
      first ??= {
        type: loss.constructor.name,
        known,
        samples,
        at: unravel(j, output.shape),
        analytic,
        numeric
      };
    }
  }
  return first;
}
