/** Rejects payloads that match the schema but can't be drawn: they contradict themselves, or are too large. */
import { Trace, limits, readPayload } from '../../src/trace';
import { checkTrace } from '../../src/trace/check';
import { refused, trace } from './damage';

describe('rejects a trace with', () => {
  const cases: [string, (t: Trace) => void, string][] = [
    ['a layer of unknown type', t => (t.model[1].type = 'GELU9'), 'model[1].type is "GELU9", a layer that'],
    [
      'a name of Object.prototype as a type',
      t => (t.model[1].type = 'constructor'),
      'model[1].type is "constructor"'
    ],
    ['an unknown loss', t => (t.loss.type = 'toString'), 'loss.type is "toString"'],
    ['an unknown optimiser', t => (t.optimizer!.type = 'Adam9'), 'optimizer.type is "Adam9"'],
    ['an invalid learning rate', t => (t.optimizer!.lr = -1), 'optimizer does not work: SGD: lr is -1'],
    [
      'a weight that does not fit its options',
      t => (t.model[2].inFeatures = 7),
      'iterations[0].params[2].value is 1 × 3, expected 1 × 7'
    ],
    ['two layers of one name', t => (t.model[1].name = 'linear1'), 'model[1].name is "linear1"'],
    [
      'a gradient of another shape',
      t => (t.iterations[1].lossGrad.shape = [1, 2]),
      'iterations[1].lossGrad is 1 × 2, expected 2 × 1'
    ],
    [
      'too few numbers for a shape',
      t => t.data.input.shape.push(9),
      'data.input is 2 × 2 × 9 and needs 36 numbers, but has 4'
    ],
    ['too few feature names', t => t.data.featureNames!.pop(), 'data.featureNames has 1 names, expected 2'],
    [
      'outputs of layers in another order',
      t => t.iterations[0].forward.reverse(),
      'iterations[0].forward[0].layer is "sigmoid"'
    ],
    [
      'an update of an unknown parameter',
      t => (t.iterations[0].update[0].param = 'x'),
      'iterations[0].update[0].param is "x"'
    ],
    [
      'updates without an optimiser',
      t => (t.optimizer = null),
      'iterations[0].update is there without an optimizer'
    ],
    [
      'too short base64',
      t => (t.data.input = { shape: [2, 2], base64: 'AAAA' }),
      'data.input is 2 × 2: its base64 does not hold 4 numbers'
    ],
    [
      'state of an unknown parameter',
      t => (t.optimizerState.x = {}),
      'optimizerState.x is of a parameter that'
    ],
    [
      'state of a parameter named as a member of Object.prototype',
      t => (t.optimizerState.constructor = {} as never),
      'optimizerState.constructor'
    ]
  ];
  it.each(cases)('%s', (_, damage, message) => {
    const damaged = trace();
    damage(damaged);
    expect(refused(damaged)).toContain(message);
  });
});

/** The trace with a second Linear of another input width: every number of its weight, gradient and state fits. */
function widened(width: number): Trace {
  const weight = trace().model[2].name + '.weight';
  const shape = trace().iterations[0].params.find(({ name }) => name === weight)!.value.shape;
  const wide = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const { shape: own } = value as { shape?: number[] };
    return own && String(own) === String(shape)
      ? { shape: [shape[0], width], data: Array<number>(shape[0] * width).fill(0.5) }
      : Array.isArray(value)
        ? value.map(wide)
        : Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, wide(inside)]));
  };
  const changed = wide(JSON.parse(JSON.stringify(trace()))) as Trace;
  changed.model[2].inFeatures = width;
  return changed;
}

describe('checkTrace of a Linear whose weights fit its options but not the layer before it', () => {
  it.each([2, 4, 7])('rejects %i features where 3 come in', width => {
    expect(() => checkTrace(widened(width))).toThrow(`model[2] takes ${width} features, but 3 come in`);
    expect(refused(widened(width))).toContain(`model[2] takes ${width} features, but 3 come in`);
  });

  it('accepts the width that comes in', () => {
    expect(readPayload(widened(3))).toHaveProperty('payload');
  });
});

describe('rejects as too large a trace with', () => {
  const cases: [string, (t: Trace) => void][] = [
    ['a shape of billions', t => (t.data.input.shape = [2e6, 2e6])],
    ['a width of billions', t => (t.model[0].outFeatures = 2 ** 31)],
    ['100 dimensions', t => (t.data.input.shape = Array.from({ length: 100 }, () => 1))],
    ['1000 layers', t => (t.model = Array.from({ length: 1000 }, () => t.model[1]))],
    [
      'too many iterations',
      t => (t.iterations = Array.from({ length: limits.iterations + 1 }, () => t.iterations[0]))
    ],
    ['a long name', t => (t.model[0].name = 'x'.repeat(10_000))],
    ['a long type', t => (t.loss.type = 'x'.repeat(10_000))]
  ];
  it.each(cases)('%s', (_, damage) => {
    const damaged = trace();
    damage(damaged);
    refused(damaged);
  });
});
