/** Valid payloads, and functions to damage them. */
import { BCELoss, LeakyReLU, Linear, SGD, Sequential, Sigmoid, gradcheck } from '../../src/engine';
import { Trace, encodeReport, readPayload, record, snapshotModel } from '../../src/trace';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Path = (string | number)[];

const model = new Sequential({
  linear1: new Linear(2, 3),
  leaky: new LeakyReLU(),
  linear2: new Linear(3, 1, { bias: false }),
  sigmoid: new Sigmoid()
});
const data = {
  input: [
    [1, 2],
    [3, 4]
  ],
  target: [[1], [0]],
  loss: new BCELoss({ reduction: 'sum' }),
  featureNames: ['length', 'depth']
};
const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
record(model, { ...data, optimizer });
/** A copy of a valid trace. */
export const trace = (): Trace => structuredClone(good);
const good = record(model, { ...data, optimizer, iterations: 2, zeroGrad: false });

/** A valid payload of every kind, as in a saved notebook. */
export const kinds: [string, Json][] = [
  ['trace', good],
  ['model', snapshotModel(model)],
  ['check', encodeReport(gradcheck(model, data))]
].map(([kind, payload]) => [kind as string, JSON.parse(JSON.stringify(payload)) as Json]);

/** The error message of a rejected payload. Expects one readable sentence. */
export function refused(payload: unknown): string {
  const read = readPayload(payload);
  if (!('error' in read)) {
    throw new Error('was accepted');
  }
  expect(read.error).toMatch(/^This output [^\n]+\.$/);
  expect(read.error.length).toBeLessThan(500);
  return read.error;
}

/** The paths of all values inside. */
export const paths = (value: Json, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inside]) => {
        const at = [...path, Array.isArray(value) ? Number(key) : key];
        return [at, ...paths(inside, at)];
      })
    : [];

export const get = (value: Json, path: Path): Json =>
  path.reduce((inside: Json, key) => (inside as never)[key], value);

/** A copy with another value at a path, or without the value there. */
export function changed(payload: Json, path: Path, value?: Json): Json {
  const copy = structuredClone(payload);
  const parent = get(copy, path.slice(0, -1));
  const key = path[path.length - 1];
  if (value !== undefined) {
    (parent as Record<string | number, Json>)[key] = value;
  } else if (Array.isArray(parent)) {
    parent.splice(key as number, 1);
  } else {
    delete (parent as Record<string, Json>)[key as string];
  }
  return copy;
}

export const kindOf = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** 'refused', or the failure instead. */
export function verdict(payload: Json): string {
  try {
    return refused(payload) && 'refused';
  } catch (error) {
    return (error as Error).message;
  }
}
