/** Why a central difference of one ε and the gradient differ. */
export type ErrorCause = 'kink' | 'roundOff' | 'curvature' | 'wrong';

/** A gradient and its central difference. */
export interface Differing {
  analytic: number;
  numeric: number;
  epsilon: number;
  /** The loss with the number moved by `step`. */
  loss(step: number): number;
}

/** The relative error assumed for a float64 sum of many rounded terms. */
const UNCERTAIN = 64 * Number.EPSILON;
/** The relative error up to which a smaller ε comes near enough. */
const NEAR = 1e-12;

/** Finds out why they differ, by moving the number by several steps. */
export function errorCause({ analytic, numeric, epsilon, loss }: Differing): ErrorCause {
  const middle = loss(0);
  const slope = (step: number): number => (loss(step) - middle) / step;
  const jump = (step: number): number => Math.abs(slope(step) - slope(-step));
  const error = Math.abs(analytic - numeric);
  const scale = Math.max(Math.abs(analytic), Math.abs(numeric));
  const noise = (UNCERTAIN * Math.abs(middle)) / epsilon;
  if (isKink(jump(epsilon), jump(epsilon / 4), error, noise)) {
    return 'kink';
  }
  if (error <= noise) {
    return 'roundOff';
  }
  const central = (step: number): number => (loss(step) - loss(-step)) / (2 * step);
  const nearer = Math.abs(analytic - central(epsilon / 4));
  // The error by curvature is proportional to ε²: at ε / 4 it falls to a sixteenth.
  return nearer <= error / 8 || nearer <= NEAR * scale ? 'curvature' : 'wrong';
}

/**
 * The left and right slopes of a smooth function differ by about ε times its curvature: at ε / 4 by a quarter
 * of that. At a kink they differ equally at any ε; near a kink they agree as soon as ε no longer reaches it.
 */
function isKink(jump: number, nearer: number, error: number, noise: number): boolean {
  const share = nearer / jump;
  return jump > Math.max(error / 2, 16 * noise) && (share > 0.5 || share < 0.1);
}
