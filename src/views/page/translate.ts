import { Sentence } from '../../derivation';
import { Translate, argumentText } from '../../derivation/translate';
import { h } from './dom';

export { english, messageText, sentenceText } from '../../derivation/translate';
export type { Translate } from '../../derivation/translate';

/** Marks an English text that is translated later, where it is shown: the key to its translations. */
export const translatable = (text: string): string => text;

/** A translated sentence as DOM nodes, its arguments in <b>. */
export function sentenceNodes({ message, args }: Sentence, translate: Translate): Node[] {
  return translate(message)
    .split(/(%\d)/)
    .map(part => {
      const argument = /^%\d$/.test(part) ? args[Number(part[1]) - 1] : undefined;
      return argument === undefined
        ? document.createTextNode(part)
        : h(
            'b',
            { class: typeof argument === 'object' && 'symbol' in argument ? 'sg-symbol' : '' },
            String(argumentText(argument))
          );
    });
}
