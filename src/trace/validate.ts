import { Message, inEnglish, messageOf } from '../engine/message';
import { TooLargeError, TraceError, checkHistory, checkModel, checkSizes, checkTrace } from './check';
import { validate as generated } from './schema.generated';
import type { Payload } from './payload';

interface SchemaError {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}
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
    return messageOf('the text %1', JSON.stringify(data.length > 40 ? `${data.slice(0, 40)}…` : data));
  }
  return Array.isArray(data) ? messageOf('an array of %1', data.length) : String(data);
}

function check(data: unknown): { payload: Payload } | Message {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return messageOf('This output is not a stepgrad trace: it is %1, expected an object.', found(data));
  }
  const { version } = data as { version?: unknown };
  if (typeof version === 'number' && version > 1) {
    return messageOf(
      'This output is of version %1, newer than this stepgrad reads: update stepgrad to see it.',
      version
    );
  }
  try {
    if (!matches(data)) {
      return explain(matches.errors ?? []);
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

const damaged = (place: string, problem: Message): Message =>
  messageOf('This output is damaged: %1 %2.', place || messageOf('it'), problem);

/** Says the first of Ajv's errors as a place and a problem. */
function explain(errors: SchemaError[]): Message {
  const first = errors.find(({ keyword }) => keyword !== 'if') ?? errors[0];
  const place = first.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~').slice(0, 60))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path ? `${path}.${part}` : part), '');
  const problem =
    first.keyword === 'required'
      ? messageOf('has no %1', String(first.params.missingProperty))
      : first.keyword === 'enum' && Array.isArray(first.params.allowedValues)
        ? messageOf('must be one of %1', first.params.allowedValues.join(', '))
        : first.message?.startsWith('must be ')
          ? messageOf('must be %1', first.message.slice('must be '.length))
          : messageOf('is not as expected: %1', first.message ?? first.keyword);
  return damaged(place, problem);
}
