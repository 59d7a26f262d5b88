/** readPayload accepts a damaged record of a run or rejects it with one sentence, and never throws. */
import * as fc from 'fast-check';
import { Adam, BCELoss, FitOptions, Linear, Sequential, Sigmoid, fit, manualSeed } from '../../src/engine';
import { RunRecorder, encodeReport, readPayload } from '../../src/trace';
import { Json, Path, changed, get, kindOf, paths, refused, verdict } from './damage';

let payload: Json;

beforeAll(async () => {
  manualSeed(1);
  const model = new Sequential({
    linear1: new Linear(2, 3),
    sigmoid: new Sigmoid(),
    linear2: new Linear(3, 1),
    out: new Sigmoid()
  });
  const samples = {
    input: [
      [1, 2],
      [3, 4],
      [0, 1]
    ],
    target: [[1], [0], [1]]
  };
  const options: FitOptions = {
    train: samples,
    validation: samples,
    loss: new BCELoss(),
    optimizer: new Adam(model.parameters(), { lr: 0.1 }),
    epochs: 3,
    earlyStopping: { patience: 2 }
  };
  const recorder = new RunRecorder(model, options);
  const history = await fit(model, { ...options, observer: recorder });
  recorder.failed();
  const whole = encodeReport({ ...history, record: recorder.report() });
  payload = JSON.parse(JSON.stringify(whole)) as Json;
});

test('accepts the intact record', () => expect(readPayload(payload)).toEqual({ payload }));

/** The paths in the record; of each list, only the last element's. */
const kinds = (): Path[] => {
  const seen = new Map(paths(payload).map(path => [path.join('.').replace(/\b\d+\b/g, '*'), path]));
  return [...seen.values()];
};

test('rejects any value of another type', () => {
  const others: Json[] = [null, true, 'x', {}, [], [[]], 0.5];
  for (const path of kinds()) {
    const value = get(payload, path);
    // A number may be text such as 'NaN'; `best` may be null.
    const type = /^-?(NaN|Infinity)$/.test(String(value)) ? 'number' : kindOf(value);
    const wrong = others.filter(other => kindOf(other) !== type && !(path[0] === 'best' && other === null));
    for (const other of wrong) {
      const at = `${path.join('.')} = ${JSON.stringify(other)}`;
      expect([at, verdict(changed(payload, path, other))]).toEqual([at, 'refused']);
    }
  }
}, 60_000);

test('never throws, whatever value is inserted', () => {
  fc.assert(
    fc.property(fc.constantFrom(...paths(payload)), fc.jsonValue(), (path, value) => {
      const read = readPayload(changed(payload, path, value as Json));
      expect('error' in read ? read.error : 'fine').toMatch(/^(fine|This output [^\n]+\.)$/);
    }),
    { numRuns: 200 }
  );
});

test.each<[string, (string | number)[], Json, string]>([
  [
    'too few weights',
    ['record', 'moments', 0, 'weights'],
    { shape: [2], data: [1, 2] },
    'record.moments[0].weights is 2, expected 13'
  ],
  [
    'an unknown parameter',
    ['record', 'params', 0, 'name'],
    'linear9.weight',
    'record.params[0].name is "linear9.weight", expected "linear1.weight"'
  ],
  [
    'a parameter of another shape',
    ['record', 'params', 0, 'dimensions'],
    [3, 3],
    'record.params[0].value is 3 × 3, expected 3 × 2'
  ],
  ['a loss curve of another length', ['record', 'steps', 'count'], 9, 'record.steps.mean is 3, expected 9'],
  [
    'samples without targets',
    ['record', 'train', 'target'],
    { shape: [1, 1], data: [1] },
    'record.train has not a target for every sample'
  ]
])('rejects %s', (_what, path, value, message) => {
  expect(refused(changed(payload, path, value))).toContain(message);
});
