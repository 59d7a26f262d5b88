import { Message, messageOf } from '../../engine/message';
import { legible } from './problem';

/** An error of Ajv's. */
export interface SchemaError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
}

/** What is wrong with a payload by its schema, and where: the first of Ajv's errors, in a learner's words. */
export function schemaProblem(errors: SchemaError[]): { place: string; problem: Message } {
  const first = errors.find(({ keyword }) => !OUTER.has(keyword)) ?? errors[0];
  return { place: placeOf(first.instancePath), problem: problemOf(first) };
}

/** Keywords of a schema that holds the one whose error says more. */
const OUTER = new Set(['if', 'propertyNames', 'allOf']);

const placeOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map(part => legible(part.replace(/~1/g, '/').replace(/~0/g, '~')))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path ? `${path}.${part}` : part), '');

function problemOf({ keyword, params, schemaPath }: SchemaError): Message {
  const limit = Number(params.limit);
  switch (keyword) {
    case 'required':
      return messageOf('has no %1', String(params.missingProperty));
    case 'enum':
      return messageOf('must be one of %1', (params.allowedValues as unknown[]).join(', '));
    case 'const':
      return messageOf('must be %1', String(params.allowedValue));
    case 'type':
      return messageOf('must be %1', typesOf(params.type));
    case 'minimum':
      return messageOf('must be at least %1', limit);
    case 'maximum':
      return messageOf('must be at most %1', limit);
    case 'minItems':
      return messageOf('has fewer than %1 entries', limit);
    case 'maxItems':
    case 'maxProperties':
      return messageOf('has more than %1 entries', limit);
    case 'pattern':
      return textProblem(schemaPath);
    default:
      return messageOf('is not as expected');
  }
}

/** The words for JSON's types. */
const types: Record<string, Message> = {
  number: messageOf('a number'),
  integer: messageOf('a whole number'),
  string: messageOf('a text'),
  boolean: messageOf('true or false'),
  array: messageOf('a list'),
  object: messageOf('an object'),
  null: messageOf('null')
};

function typesOf(type: unknown): Message {
  const words = String(type)
    .split(',')
    .map(each => types[each]);
  return words.reduce((some, word) => messageOf('%1 or %2', some, word));
}

/** What a text must be, by the definition in the schema whose pattern it doesn't match. */
function textProblem(schemaPath: string): Message {
  const kind = /definitions\/(\w+)\/pattern$/.exec(schemaPath)?.[1];
  switch (kind) {
    case 'name':
      return messageOf('must be a name of 1 to 200 characters, without #, @, [ and ]');
    case 'id':
      return messageOf('must be a text of 1 to 40 characters');
    case 'text':
      return messageOf('must be a text of at most 200 characters');
    case 'sentence':
      return messageOf('must be a text of at most 1,000 characters');
    default:
      return messageOf('must be whole numbers with spaces between');
  }
}
