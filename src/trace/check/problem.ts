/** Errors that say what is wrong with a payload, and where. */
import { Message, inEnglish, messageOf } from '../../engine/message';
import { formatShape } from '../../engine/tensor';
import type { TensorData } from '../trace';

/** A contradiction in a payload: its place and the problem there. */
export class TraceError extends Error {
  constructor(
    readonly place: string,
    readonly problem: Message
  ) {
    super(`${place} ${inEnglish(problem)}`);
  }
}

/** A payload that is only too large: says what to do. */
export class TooLargeError extends Error {
  readonly sentence: Message;

  constructor(problem: string, ...args: Message['args']) {
    const sentence = { message: problem, args: [...args, FEWER] };
    super(inEnglish(sentence));
    this.sentence = sentence;
  }
}

const FEWER = messageOf('Record fewer samples, such as input.slice(0, 32), or fewer iterations.');

/** Characters that break a line or can't be seen, and halves of a character. */
const ILLEGIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text from a payload as a message shows it: cut, and without characters that break the line. */
export const legible = (text: string, most = 60): string =>
  (text.length > most ? `${text.slice(0, most)}…` : text).replace(ILLEGIBLE, '\ufffd');

/** A name from a payload in quotation marks, as a message shows it. */
export const quoted = (name: string): string => JSON.stringify(legible(name));

/** @throws TraceError */
export function fail(place: string, problem: string, ...args: Message['args']): never {
  throw new TraceError(place, { message: problem, args });
}

/** Checks the shape of a tensor. @throws TraceError */
export const is = (place: string, data: TensorData, shape: readonly number[]): void => {
  if (formatShape(data.shape) !== formatShape(shape)) {
    fail(place, 'is %1, expected %2', formatShape(data.shape), formatShape(shape));
  }
};

/** The longest message of an engine's error, which may repeat a text of the payload, in UTF-16 units. */
const LONGEST = 200;

/** Returns what `make` returns. @throws TraceError with the reason if `make` throws */
export function attempt<T>(place: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    fail(place, 'does not work: %1', legible((error as Error).message.replace(/\.$/, ''), LONGEST));
  }
}
