import { Along, CAREFUL, Derivative, Estimate, SURE, sharpest } from './derivative';

/** `unclear`: the difference quotient can't tell, for a reason of its own. */
export type Verdict = 'right' | 'wrong' | 'unclear';

/** A gradient compared with losses around its number. */
export interface Judgement {
  verdict: Verdict;
  /** The derivative from losses. */
  numeric: number;
  /** How far round-off and curvature may move the two gradients apart. */
  bar: number;
  /** Why it is unclear: absent otherwise. */
  reason?: 'kink' | 'roundOff' | 'undefined' | 'cutOff';
  /** The slopes to the left and to the right of a kink. */
  slopes?: [number, number];
  /** Which samples' shares of the loss the number moves. */
  touched: boolean[];
}

/** A gradient by `backward`, how far round-off moves it, and what it is compared by. */
export interface Claim {
  analytic: number;
  scatter: number;
  epsilon: number;
  tolerance: number;
}

/** A difference quotient this sharp, relative to the gradient, confirms it at once. */
const SHARP = 1e-7;
/** The best difference quotient does not confirm a gradient if it is more uncertain than this. */
const RESOLVED = 1e-3;
/** Steps without any change of the loss after which a gradient of 0 is confirmed. */
const STILL = 4;

/** Compares one gradient with the loss around its number. */
export function judge(along: Along, claim: Claim): Judgement {
  const found = judgeBy(new Derivative(along), claim);
  return found.verdict === 'wrong' ? judgeBy(new Derivative(along, CAREFUL), claim) : found;
}

function judgeBy(derivative: Derivative, claim: Claim): Judgement {
  const { analytic, scatter } = claim;
  const { touched } = derivative;
  const found = (verdict: Verdict, by: Estimate, more: Partial<Judgement> = {}): Judgement => ({
    verdict,
    numeric: by.value,
    bar: by.bar + scatter,
    touched,
    ...more
  });
  const estimates: Estimate[] = [];
  const steps = derivative.estimates(claim.epsilon);
  for (const estimate of steps) {
    estimates.push(estimate);
    if (analytic !== 0 && agrees(estimate, claim) && uncertainty(estimate, claim) <= SHARP) {
      return found('right', estimate);
    }
    if (analytic === 0 && estimates.length > STILL && !touched.includes(true)) {
      return found('right', { value: 0, bar: 0, step: 0 });
    }
  }
  const best = sharpest(estimates);
  if (!best) {
    return found('unclear', { value: NaN, bar: NaN, step: 0 }, { reason: 'undefined' });
  }
  if (!Number.isFinite(analytic)) {
    return found('wrong', best);
  }
  if (!agrees(best, claim)) {
    const kink = kinkAt(derivative, claim);
    return kink ? found('unclear', best, kink) : found('wrong', best);
  }
  if (uncertainty(best, claim) <= RESOLVED) {
    return found('right', best);
  }
  const kink = kinkAt(derivative, claim);
  // A sum that cancels to 0 leaves the round-off of its terms.
  return kink === null && Math.abs(analytic) <= scatter
    ? found('right', best)
    : found('unclear', best, kink ?? { reason: 'roundOff' });
}

const sizeOf = ({ value }: Estimate, { analytic }: Claim): number =>
  Math.max(Math.abs(value), Math.abs(analytic));

/** Whether both gradients agree within the tolerance and what is uncertain. */
const agrees = (by: Estimate, claim: Claim): boolean =>
  Math.abs(claim.analytic - by.value) <=
  claim.tolerance * sizeOf(by, claim) + SURE * (by.bar + claim.scatter);

/** How uncertain a comparison is, relative to the gradient. */
const uncertainty = (by: Estimate, claim: Claim): number => (by.bar + claim.scatter) / sizeOf(by, claim);

/** The slopes on both sides where they differ and the gradient is one between them; null where they don't. */
function kinkAt(
  derivative: Derivative,
  { analytic, tolerance }: Claim
): Pick<Judgement, 'reason' | 'slopes'> | null {
  const [left, right] = [derivative.oneSided(-1), derivative.oneSided(1)];
  const bar = 4 * (left.bar + right.bar) + tolerance * Math.max(Math.abs(left.value), Math.abs(right.value));
  const [low, high] = [Math.min(left.value, right.value), Math.max(left.value, right.value)];
  return high - low > bar && analytic >= low - bar && analytic <= high + bar
    ? { reason: 'kink', slopes: [left.value, right.value] }
    : null;
}
