import { Argument, Sentence, symbolToText } from '../derivation';
import { h } from './dom';
import type { Translate } from './english';

export { english } from './english';
export type { Translate } from './english';

const argumentText = (argument: Argument): string | number =>
  typeof argument !== 'object'
    ? argument
    : 'symbol' in argument
      ? symbolToText(argument.symbol)
      : argument.feature;

/** A sentence as text. */
export const sentenceText = (sentence: Sentence, translate: Translate): string =>
  translate(sentence.message, ...sentence.args.map(argumentText));

/** A sentence as nodes, with what fills its blanks set off. */
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
