import { Argument, Sentence, symbolToText } from '../derivation';
import { h } from './dom';

/** A message in the reader's language, its blanks `%1`, `%2`, … filled. English is the key. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** English as it is. */
export const english: Translate = (message, ...args) =>
  message.replace(/%(\d)/g, (blank, i: string) => String(args[Number(i) - 1] ?? blank));

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
