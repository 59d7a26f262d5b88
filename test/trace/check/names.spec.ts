/** One rule for the names of layers and parameters in traces, models, histories and comparisons. */
import { readPayload } from '../../../src/trace';
import { Sample, payloads } from '../../fuzz/payloads';
import { refused } from '../damage';
import type { Json } from '../damage';

let samples: Sample[];
beforeAll(async () => {
  samples = await payloads();
}, 60_000);

/** A payload whose layer `linear1` or `first` has another name, everywhere. */
function renamed({ payload }: Sample, name: string): Json {
  const text = JSON.stringify(name).slice(1, -1);
  return JSON.parse(JSON.stringify(payload).replace(/"(linear1|first)(?=["\\.])/g, () => `"${text}`)) as Json;
}

const kinds = ['Sigmoid 0', 'model', 'run with validation', 'comparison'];
const named = (what: string): Sample => samples.find(sample => sample.what === what)!;

test.each(['x', '第一层', 'été', 'a.b', '0', '$x', '__proto__', 'constructor'])(
  'accepts a layer called %s',
  name => {
    for (const kind of kinds) {
      const payload = renamed(named(kind), name);
      expect([kind, readPayload(payload)]).toEqual([kind, { payload }]);
    }
  }
);

test.each([
  '',
  ' ',
  'a b',
  'a.',
  '.a',
  'a..b',
  'a/b',
  'a[0]',
  '#1/a',
  'a@1',
  'a\u2028',
  'a\u0000',
  '<b>',
  'a"',
  '\ud800'
])('refuses a layer called %j', name => {
  for (const kind of kinds) {
    expect([kind, refused(renamed(named(kind), name))]).toEqual([
      kind,
      expect.stringMatching(/name (is|must be) /)
    ]);
  }
});

test.each(['input', 'target', 'loss', 'x'.repeat(201)])(
  'refuses a layer called %s, in every kind of output',
  name => {
    for (const kind of kinds) {
      refused(renamed(named(kind), name));
    }
  }
);

test.each(['own.output', 'own.x', 'last.weight'])('refuses a layer inside of another: %s', name => {
  expect(refused(renamed(named('Sigmoid 0'), name))).toMatch(
    /would be inside of|which the model does not have/
  );
});

test.each(['output', 'grad', 'factor.grad'])(
  'refuses a parameter whose address is that of another number: %s',
  name => {
    const text = JSON.stringify(named('Scale 0').payload).replaceAll('own.factor', `own.${name}`);
    expect(refused(JSON.parse(text))).toContain('another number has this address');
  }
);
