import { Message, inEnglish, messageOf } from '../engine/message';
import { TooLargeError, TraceError, checkHistory, checkModel, checkSizes, checkTrace } from './check';
import { legible, quoted } from './check/problem';
import { SchemaError, schemaProblem } from './check/schemaProblem';
import { validate as generated } from './schema.generated';
import type { Payload } from './payload';

const matches = generated as unknown as { (data: unknown): boolean; errors?: SchemaError[] | null };

/**
 * Validates data under stepgrad's MIME type. A payload that is returned is safe to draw: of a known version, valid
 * by the schema, within the limits, and consistent. Never throws.
 * @returns the payload, or one sentence that says what is wrong and where: in English, and as a message to translate
 */
export function readPayload(data: unknown): { payload: Payload } | { error: string; sentence: Message } {
  const read = check(data);
  return 'payload' in read ? read : { error: inEnglish(read), sentence: read };
}

/** Describes data that is not an object. */
function found(data: unknown): Message | string {
  if (typeof data === 'string') {
    return messageOf('the text %1', quoted(data));
  }
  return Array.isArray(data) ? messageOf('an array of %1', data.length) : legible(String(data));
}

function check(data: unknown): { payload: Payload } | Message {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return messageOf('This output is not a stepgrad trace: it is %1, expected an object.', found(data));
  }
  const { version } = data as { version?: unknown };
  if (Number.isInteger(version) && Number(version) > 1) {
    return messageOf(
      'This output is of version %1, newer than this stepgrad reads: update stepgrad to see it.',
      Number(version)
    );
  }
  try {
    if (!matches(data)) {
      const { place, problem } = schemaProblem(matches.errors ?? []);
      return damaged(place, problem);
    }
    const payload = data as Payload;
    checkSizes(payload);
    if (payload.kind === 'trace') {
      checkTrace(payload);
    } else if (payload.kind === 'model') {
      checkModel(payload);
    } else if (payload.kind === 'history') {
      checkHistory(payload);
    } else if (payload.kind === 'comparison') {
      payload.runs.forEach(({ history }, i) => checkHistory(history, `runs[${i}].history.record`));
    }
    return { payload };
  } catch (error) {
    if (error instanceof TooLargeError) {
      return error.sentence;
    }
    if (error instanceof TraceError) {
      return damaged(error.place, error.problem);
    }
    // Any other exception, such as a stack overflow for a payload nested too deeply.
    return messageOf('This output is damaged: it could not be read.');
  }
}

/** The longest place in a sentence, in UTF-16 units. */
const LONGEST = 140;

/** A place may be deep; its beginning and its end say most. */
const shortened = (place: string): string =>
  place.length > LONGEST ? `${place.slice(0, LONGEST / 2)}…${place.slice(-LONGEST / 2)}` : place;

const damaged = (place: string, problem: Message): Message =>
  messageOf(
    'This output is damaged: %1 %2.',
    place ? legible(shortened(place), LONGEST + 1) : messageOf('it'),
    problem
  );
