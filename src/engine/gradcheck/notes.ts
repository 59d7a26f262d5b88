import type { Fault } from './faults';
import type { Judgement } from './judge';
import type { WrongAlone } from './layersAlone';
import type { UnsoundLoss } from './lossFaults';
import { Message, inEnglish, messageOf } from '../message';
import { apart } from './apart';

/** What is wrong, or why a gradient can't be checked. */
export interface GradcheckNote {
  /**
   * `wrong`: `backward` is wrong, or the loss's (`loss`). `kink`, `roundOff`, `undefined` (the loss is no number
   * nearby) and `cutOff` (the loss limits its gradient): can't be checked here. The others are faults of a layer.
   */
  kind: 'wrong' | 'loss' | 'kink' | 'roundOff' | 'undefined' | 'cutOff' | Fault['kind'];
  /** The gradient's address, `linear1.weight.grad[2,1]`, or the layer's path. */
  at: string;
  /** The explanation as an English sentence. */
  message: string;
  /** The sentence's template and arguments, for translation. */
  form: { message: string; args: string[] };
}

function noteOf(kind: GradcheckNote['kind'], at: string, form: Message): GradcheckNote {
  return { kind, at, message: inEnglish(form), form: { message: form.message, args: form.args.map(String) } };
}

export const noteOfFault = ({ kind, at, form }: Fault): GradcheckNote => noteOf(kind, at, form);

/** The note on a loss of one's own whose gradient is not the slope of its value. */
export function noteOfLoss({ type, at, analytic, numeric }: UnsoundLoss): GradcheckNote {
  const [by, measured] = apart(analytic, numeric);
  return noteOf(
    'loss',
    type,
    messageOf(
      '%1: backward gives %2 for output[%3], the difference quotient %4: look at the backward of the loss first.',
      type,
      by,
      at.join(','),
      measured
    )
  );
}

/** The note on a gradient that is wrong within its layer. */
export function noteOfLayer({ at, analytic, found }: WrongAlone): GradcheckNote {
  const [by, measured] = apart(analytic, found.numeric);
  return noteOf(
    'wrong',
    at,
    messageOf(
      '%1: for a gradient of about 1 from behind, backward of this layer gives %2, the difference quotient %3: look at it, the whole model hides its digits.',
      at,
      by,
      measured
    )
  );
}

/** The note on a gradient that is wrong or can't be checked. */
export function noteOfRow(
  at: string,
  { analytic, numeric, uncertainty }: { analytic: number; numeric: number; uncertainty: number },
  { verdict, reason, slopes }: Judgement,
  loss: string
): GradcheckNote {
  const [by, measured] = apart(analytic, numeric);
  if (verdict === 'wrong') {
    return noteOf(
      'wrong',
      at,
      messageOf(
        '%1: backward gives %2, the difference quotient %3 ± %4, and neither a kink nor round-off explains it: look at backward.',
        at,
        by,
        measured,
        short(uncertainty)
      )
    );
  }
  switch (reason) {
    case 'kink':
      return noteOf(
        'kink',
        at,
        messageOf(
          '%1 can’t be checked here, because the loss has a kink: its slope is %2 to the left and %3 to the right, backward gives %4.',
          at,
          ...(slopes ?? []).map(short),
          by
        )
      );
    case 'cutOff':
      return noteOf(
        'cutOff',
        at,
        messageOf(
          '%1 can’t be checked here, because %2 limits its own gradient for such an output: backward gives %3, the slope of the loss is %4.',
          at,
          loss,
          by,
          measured
        )
      );
    case 'undefined':
      return noteOf(
        'undefined',
        at,
        messageOf('%1 can’t be checked here, because the loss is no finite number on both sides of it.', at)
      );
    default:
      return noteOf(
        'roundOff',
        at,
        messageOf(
          '%1 can’t be checked here, because round-off of ± %2 hides too many digits of it: backward gives %3, the difference quotient %4.',
          at,
          short(uncertainty),
          short(analytic),
          short(numeric)
        )
      );
  }
}

const short = (x: number): string => String(Number(x.toPrecision(4)));
