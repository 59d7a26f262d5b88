import type { Message } from '../../engine/message';
import { Terms, symbolToText } from '../../derivation';
import type { Trace } from '../../trace';
import { Translate, messageText } from '../page/translate';
import type { Cause } from './gradientProbe';

/** The cause of the error at one ε, as a sentence. */
export function verdict({ corner, kind }: Cause, terms: Terms, translate: Translate): string {
  if (corner) {
    const into = corner.layer === 0 ? 'x' : symbolToText(terms.outputSymbol(corner.layer - 1, corner.unit));
    return kind === 'agrees'
      ? translate(
          'There is a kink within ±ε (%1 of sample %2 passes 0), but it hardly shows here.',
          into,
          corner.sample + 1
        )
      : translate(
          'A kink: within ±ε, %1 of sample %2 passes 0, where its activation has a corner. The secant cuts across it; there is no one slope to compare with.',
          into,
          corner.sample + 1
        );
  }
  switch (kind) {
    case 'agrees':
      return translate('They agree: backward is right here.');
    case 'undefined':
      return translate('A loss or gradient that is no finite number has no slope to compare.');
    case 'roundOff':
      return translate(
        'Round-off: the two losses differ only in their last digits. A larger ε comes closer.'
      );
    case 'curvature':
      return translate(
        'Truncation: the loss bends within ±ε, and the secant with it. A smaller ε comes nearer, by ε².'
      );
    case 'kink':
      return translate(
        'A kink: the slopes to the left and to the right differ, so there is no one slope to compare with.'
      );
    default:
      return translate('They differ, and neither ε nor a kink explains it: look at backward.');
  }
}

/** Why the loss of a trace can't be computed again. */
export function whyNoProbe({ model, loss }: Trace, problem: Message | null, translate: Translate): string {
  const own = model.find(({ custom }) => custom === true);
  if (own) {
    return translate(
      '%1 is a layer of your own: the page can’t compute its loss again. gradcheck(model, …) in a cell can.',
      own.type
    );
  }
  if (loss.custom === true) {
    return translate(
      '%1 is a loss of your own: the page can’t compute it again. gradcheck(model, …) in a cell can.',
      loss.type
    );
  }
  return problem?.message.includes('random')
    ? translate(
        'Dropout drops other numbers each time, so two losses can’t be compared here. gradcheck(model, …) in a cell can: it drops the same ones.'
      )
    : translate('The loss can’t be computed here: %1', problem ? messageText(problem, translate) : '');
}
