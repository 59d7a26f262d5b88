import { Argument, DIGITS, Sentence } from '../../derivation';
import { Translate, argumentText } from '../../derivation/translate';
import { h } from './dom';

export { english, messageText, sentenceText } from '../../derivation/translate';
export type { Translate } from '../../derivation/translate';

/** Marks an English text that is translated later, where it is shown: the key to its translations. */
export const translatable = (text: string): string => text;

/**
 * A translated sentence as DOM nodes, its arguments in <b>.
 * @param digits significant digits of its computed numbers
 */
export function sentenceNodes(
  { message, args, then }: Sentence,
  translate: Translate,
  digits = DIGITS
): Node[] {
  const nodes = translate(message)
    .split(/(%\d)/)
    .map(part => {
      const argument = /^%\d$/.test(part) ? args[Number(part[1]) - 1] : undefined;
      return argument === undefined
        ? document.createTextNode(part)
        : h('b', attributesOf(argument), String(argumentText(argument, digits)));
    });
  return then
    ? [
        ...nodes,
        document.createTextNode(translate('%1 %2', '', '')),
        ...sentenceNodes(then, translate, digits)
      ]
    : nodes;
}

function attributesOf(argument: Argument): Record<string, string | number | undefined> {
  if (typeof argument !== 'object' || 'feature' in argument) {
    return {};
  }
  return 'symbol' in argument
    ? { class: 'sg-symbol' }
    : { class: `sg-number sg-${argument.role}`, 'data-ref': argument.ref, 'data-value': argument.value };
}
