/** readPayload rejects a damaged output with one sentence, and never throws. */
import * as fc from 'fast-check';
import { readPayload } from '../../src/trace';
import { Json, Path, changed, get, kindOf, kinds, paths, refused, trace, verdict } from './damage';

/**
 * The optional parts of a payload: options with a default, names for people, one of several iterations or updates, and
 * in a snapshot a layer without weights.
 */
const optional =
  /^(model\.\d+\.(bias|negativeSlope)|loss\.reduction|optimizer\.(momentum|dampening|weightDecay|nesterov|maximize)|worstAt|outcome|rows\.\d+\.(verdict|uncertainty)|optimizerState\.[\w.]+\.(weight|bias)(\.momentumBuffer)?|data\.featureNames|iterations\.\d+(\.gradsBefore|\.update\.\d+|\.update\.\d+\.state\.\w+)?|rows\.\d+|rows\.\d+\.index\.\d+)$/;

describe.each(kinds)('a %s', (kind, payload) => {
  const all = paths(payload);
  const weightless = (path: Path): boolean =>
    kind === 'model' && path.length === 2 && (get(payload, path) as { type?: string }).type !== 'Linear';

  it('is accepted intact', () => {
    expect(readPayload(payload)).toEqual({ payload });
  });

  it('is rejected without any one of its parts', () => {
    const needed = all.filter(path => !optional.test(path.join('.')) && !weightless(path));
    expect(needed.length).toBeGreaterThan(10);
    for (const path of needed) {
      expect([path.join('.'), verdict(changed(payload, path))]).toEqual([path.join('.'), 'refused']);
    }
  });

  it('is rejected with any value of another type', () => {
    const others: Json[] = [null, true, 'x', {}, [], [[]], 0.5];
    for (const path of all) {
      const type = kindOf(get(payload, path));
      for (const other of others.filter(value => kindOf(value) !== type)) {
        const at = `${path.join('.')} = ${JSON.stringify(other)}`;
        expect([at, verdict(changed(payload, path, other))]).toEqual([at, 'refused']);
      }
    }
  });

  it('is accepted with unknown fields', () => {
    const objects = all.filter(path => kindOf(get(payload, path)) === 'object');
    const open = objects.filter(path => !/^(model|loss|optimizer)|state$/i.test(path.join('.')));
    for (const path of [[], ...open]) {
      const read = readPayload(changed(payload, [...path, 'extra'], { some: ['thing', 1, null] }));
      expect([path.join('.'), read]).toEqual([path.join('.'), { payload: expect.anything() }]);
    }
  });

  it('never makes readPayload throw, whatever value is inserted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.jsonValue(), (path, value) => {
        const read = readPayload(changed(payload, path, value as Json));
        expect('error' in read ? read.error : 'fine').toMatch(/^(fine|This output [^\n]+\.)$/);
      }),
      { numRuns: 1000 }
    );
  });
});

describe('rejects data that is not a payload', () => {
  it.each<[unknown, string]>([
    ['text', 'it is the text "text", expected an object.'],
    [null, 'it is null, expected an object.'],
    [undefined, 'it is undefined'],
    [[1, 2], 'it is an array of 2'],
    [7, 'it is 7'],
    [{}, 'it has no kind.'],
    [{ kind: 'history?', version: 1 }, 'kind must be one of trace, model'],
    [{ kind: 'trace', version: 1 }, 'it has no modelId.'],
    [{ kind: 'trace', version: 2 }, 'is of version 2, newer than this stepgrad reads: update stepgrad']
  ])('%j', (payload, message) => {
    expect(refused(payload)).toContain(message);
  });

  it('anything', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), x => void refused(x))
    );
  });

  it('nested 100,000 deep, without throwing', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) {
      deep = { deep };
    }
    expect(readPayload({ ...trace(), deep })).toBeDefined();
  });
});
