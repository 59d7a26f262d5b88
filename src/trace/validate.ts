import { describe } from '../engine/tensor';
import { TraceError, checkHistory, checkModel, checkSizes, checkTrace } from './check';
import { validate as generated } from './schema.generated';
import type { Payload } from './types';

interface SchemaError {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}
const matches = generated as unknown as { (data: unknown): boolean; errors?: SchemaError[] | null };

/**
 * Whatever came under the MIME type, as a payload that is safe to draw: of a known version, of the schema's
 * form, within the limits, and consistent. Never throws.
 * @returns the payload, or one sentence that says what is wrong and where
 */
export function readPayload(data: unknown): { payload: Payload } | { error: string } {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { error: `This output is not a stepgrad trace: it is ${describe(data)}, expected an object.` };
  }
  const { version } = data as { version?: unknown };
  if (typeof version === 'number' && version > 1) {
    return {
      error: `This output is of version ${version}, newer than this stepgrad reads: update stepgrad to see it.`
    };
  }
  try {
    if (!matches(data)) {
      return { error: `This output is damaged: ${explain(matches.errors ?? [])}.` };
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
    if (error instanceof TraceError) {
      return { error: `This output is damaged: ${error.message}.` };
    }
    // A payload nested too deeply for the stack, say: still one sentence, never an exception.
    return { error: 'This output is damaged: it could not be read.' };
  }
}

/** The first of Ajv's errors as a place and a problem. */
function explain(errors: SchemaError[]): string {
  const first = errors.find(({ keyword }) => keyword !== 'if') ?? errors[0];
  const place = first.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~').slice(0, 60))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path ? `${path}.${part}` : part), '');
  const problem =
    first.keyword === 'required'
      ? `has no ${String(first.params.missingProperty)}`
      : first.keyword === 'enum' && Array.isArray(first.params.allowedValues)
        ? `must be one of ${first.params.allowedValues.join(', ')}`
        : (first.message ?? 'is not as expected');
  return `${place || 'it'} ${problem}`;
}
