import { Message, inEnglish, say } from '../message';

/** Why a gradient and its difference quotient don't agree: not always because the gradient is wrong. */
export interface GradcheckNote {
  /**
   * A `kink`, where there is no one slope; `roundOff`, ε being too small for the digits of the loss;
   * `curvature`, ε being too large for its bends; or `wrong`, none of these: `backward` itself.
   */
  kind: 'kink' | 'roundOff' | 'curvature' | 'wrong';
  /** The gradient's address, `linear1.weight.grad[2,1]`. */
  at: string;
  /** The note as a sentence. */
  message: string;
  /** The same with blanks, to be translated. */
  form: { message: string; args: string[] };
}

/** What is known of an element whose two gradients differ. */
export interface Suspect {
  at: string;
  analytic: number;
  numeric: number;
  epsilon: number;
  tolerance: number;
  /** The loss, with the element moved by so much. */
  loss(step: number): number;
}

/** How much of a float64 a sum of many rounded terms may lose. */
const UNCERTAIN = 64 * Number.EPSILON;

/** What is the matter with one element, tried out by moving it by other steps. */
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
      say(
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
      say(
        '%1: the difference is round-off. The loss is %2, and ε = %3 moves it by too few of its digits: try a larger ε.',
        at,
        short(middle),
        epsilon
      )
    );
  }
  const central = (step: number): number => (loss(step) - loss(-step)) / (2 * step);
  const nearer = Math.abs(analytic - central(epsilon / 4));
  // Curvature's share goes with ε²: to a sixteenth.
  if (nearer <= error / 8 || nearer <= tolerance * scale) {
    return note(
      'curvature',
      say(
        '%1: the loss bends too much within ε = %2, a smaller ε comes nearer: try %3.',
        at,
        epsilon,
        short(epsilon / 10)
      )
    );
  }
  return note(
    'wrong',
    say(
      '%1: backward gives %2, the difference quotient %3, and neither a kink nor ε explains it: look at backward.',
      at,
      short(analytic),
      short(numeric)
    )
  );
}

/**
 * Left and right slopes of a smooth function differ by about ε times its curvature, a quarter of it at a
 * quarter of ε. At a kink they differ as much at any ε; beside one, not at all as soon as ε is short of it.
 */
function isKink(jump: number, nearer: number, error: number, noise: number): boolean {
  const share = nearer / jump;
  return jump > Math.max(error / 2, 16 * noise) && (share > 0.5 || share < 0.1);
}

const short = (x: number): string => String(Number(x.toPrecision(4)));
