import { Message, inEnglish, messageOf } from '../message';

/** Why a gradient and its difference quotient disagree. The gradient is not always the one that is wrong. */
export interface GradcheckNote {
  /**
   * `kink`: the slopes on the left and on the right differ; `roundOff`: ε is too small for the digits of the
   * loss; `curvature`: ε is too large for its curvature; `wrong`: none of these, so `backward` itself is wrong.
   */
  kind: 'kink' | 'roundOff' | 'curvature' | 'wrong';
  /** The gradient's address, `linear1.weight.grad[2,1]`. */
  at: string;
  /** The explanation as an English sentence. */
  message: string;
  /** The sentence's template and arguments, for translation. */
  form: { message: string; args: string[] };
}

/** An element whose two gradients differ. */
export interface Suspect {
  at: string;
  analytic: number;
  numeric: number;
  epsilon: number;
  tolerance: number;
  /** The loss with the element moved by `step`. */
  loss(step: number): number;
}

/** The relative error assumed for a float64 sum of many rounded terms. */
const UNCERTAIN = 64 * Number.EPSILON;

/** Finds out why one element failed, by moving it by several steps. */
export function explain({ at, analytic, numeric, epsilon, tolerance, loss }: Suspect): GradcheckNote {
  const middle = loss(0);
  const slope = (step: number): number => (loss(step) - middle) / step;
  const jump = (step: number): number => Math.abs(slope(step) - slope(-step));
  const error = Math.abs(analytic - numeric);
  const scale = Math.max(1, Math.abs(analytic), Math.abs(numeric));
  const note = (kind: GradcheckNote['kind'], form: Message): GradcheckNote => ({
    kind,
    at,
    message: inEnglish(form),
    form: { message: form.message, args: form.args.map(String) }
  });

  const noise = (UNCERTAIN * Math.abs(middle)) / epsilon;
  if (isKink(jump(epsilon), jump(epsilon / 4), error, noise)) {
    return note(
      'kink',
      messageOf(
        '%1: the loss has a kink here. Its slope is %2 to the left and %3 to the right, backward gives %4: where there is a kink, there is no one gradient.',
        at,
        short(slope(-epsilon)),
        short(slope(epsilon)),
        short(analytic)
      )
    );
  }
  if (error <= noise) {
    return note(
      'roundOff',
      messageOf(
        '%1: the difference is round-off. The loss is %2, and ε = %3 moves it by too few of its digits: try a larger ε.',
        at,
        short(middle),
        epsilon
      )
    );
  }
  const central = (step: number): number => (loss(step) - loss(-step)) / (2 * step);
  const nearer = Math.abs(analytic - central(epsilon / 4));
  // The error by curvature is proportional to ε²: at ε / 4 it falls to a sixteenth.
  if (nearer <= error / 8 || nearer <= tolerance * scale) {
    return note(
      'curvature',
      messageOf(
        '%1: the loss bends too much within ε = %2, a smaller ε comes nearer: try %3.',
        at,
        epsilon,
        short(epsilon / 10)
      )
    );
  }
  return note(
    'wrong',
    messageOf(
      '%1: backward gives %2, the difference quotient %3, and neither a kink nor ε explains it: look at backward.',
      at,
      short(analytic),
      short(numeric)
    )
  );
}

/**
 * The left and right slopes of a smooth function differ by about ε times its curvature: at ε / 4 by a quarter
 * of that. At a kink they differ equally at any ε; near a kink they agree as soon as ε no longer reaches it.
 */
function isKink(jump: number, nearer: number, error: number, noise: number): boolean {
  const share = nearer / jump;
  return jump > Math.max(error / 2, 16 * noise) && (share > 0.5 || share < 0.1);
}

const short = (x: number): string => String(Number(x.toPrecision(4)));
