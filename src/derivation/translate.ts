import type { Message } from '../engine/message';
import type { Argument, Sentence, ShownValue } from './derivation';
import { DIGITS, formatNumber } from './print/numbers';
import { symbolToText } from './print/text';

/** Translates a message and fills its blanks `%1`, `%2`, …. The English text is the key. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** The English text itself. */
export const english: Translate = (message, ...args) =>
  message.replace(/%(\d)/g, (blank, i: string) => String(args[Number(i) - 1] ?? blank));

/**
 * An argument of a sentence as text.
 * @param digits significant digits of a computed number
 */
export function argumentText(argument: Argument, digits = DIGITS): string | number {
  if (typeof argument !== 'object') {
    return argument;
  }
  if ('symbol' in argument) {
    return symbolToText(argument.symbol);
  }
  return 'feature' in argument ? argument.feature : shownValueText(argument, digits);
}

/** A computed number of a sentence as text. */
export const shownValueText = (shown: ShownValue, digits: number): string =>
  formatNumber(shown.value, shownDigits(shown, digits));

/** The significant digits of a computed number, in an output whose precision is `digits`. */
export const shownDigits = ({ digits: own, minDigits = 0 }: ShownValue, digits: number): number =>
  own ?? Math.max(minDigits, digits);

/** A sentence as text. */
export const sentenceText = (sentence: Sentence, translate: Translate, digits = DIGITS): string =>
  filled(sentence, translate, argument => argumentText(argument, digits));

/** A sentence and those after it, its arguments as `textOf` writes them. */
export function filled(
  { message, args, then }: Sentence,
  translate: Translate,
  textOf: (argument: Argument) => string | number
): string {
  const text = translate(message, ...args.map(textOf));
  return then ? translate('%1 %2', text, filled(then, translate, textOf)) : text;
}

/** A message of the engine or the trace as text. */
export const messageText = ({ message, args }: Message, translate: Translate): string =>
  translate(message, ...args.map(arg => (typeof arg === 'object' ? messageText(arg, translate) : arg)));
