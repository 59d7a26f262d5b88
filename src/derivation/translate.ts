import type { Message } from '../engine/message';
import type { Argument, Sentence } from './derivation';
import { symbolToText } from './print/text';

/** Translates a message and fills its blanks `%1`, `%2`, …. The English text is the key. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** The English text itself. */
export const english: Translate = (message, ...args) =>
  message.replace(/%(\d)/g, (blank, i: string) => String(args[Number(i) - 1] ?? blank));

/** An argument of a sentence as text. */
export const argumentText = (argument: Argument): string | number =>
  typeof argument !== 'object'
    ? argument
    : 'symbol' in argument
      ? symbolToText(argument.symbol)
      : argument.feature;

/** A sentence as text. */
export const sentenceText = (sentence: Sentence, translate: Translate): string =>
  translate(sentence.message, ...sentence.args.map(argumentText));

/** A message of the engine or the trace as text. */
export const messageText = ({ message, args }: Message, translate: Translate): string =>
  translate(message, ...args.map(arg => (typeof arg === 'object' ? messageText(arg, translate) : arg)));
