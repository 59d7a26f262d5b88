import { Message, inEnglish, messageOf } from './message';

/** Characters of a given text, or of a name, that a message quotes. */
const QUOTED = 40;

/** The beginning of a text, with `…` if there is more. */
export const shortened = (text: string): string =>
  text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;

/** A value as messages describe it, to be translated. */
export function descriptionOf(value: unknown): Message | string {
  if (typeof value === 'string') {
    return messageOf('the text %1', JSON.stringify(shortened(value)));
  }
  if (Array.isArray(value)) {
    return messageOf('an array of %1', value.length);
  }
  if (typeof value === 'function') {
    const name = shortened(value.name);
    return isClass(value) ? messageOf('the class %1', name) : messageOf('a function');
  }
  if (typeof value !== 'object' || value === null) {
    return shortened(String(value));
  }
  if (isPromise(value)) {
    return messageOf('a Promise (write await before it)');
  }
  const type: unknown = value.constructor;
  return typeof type === 'function' && type !== Object
    ? messageOf('an instance of %1', shortened(type.name))
    : messageOf('an object');
}

/** A value as English messages describe it. */
export function describe(value: unknown): string {
  const description = descriptionOf(value);
  return typeof description === 'string' ? description : inEnglish(description);
}

/** Whether a value is a promise: what an async function returns without `await`. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

/** Whether a function is a class, which `new` is missing before. */
const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));
