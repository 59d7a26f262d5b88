/** A layer of a trace is made again only if it reproduces what was recorded of it. */
import {
  BCELoss,
  Dropout,
  FeedForward,
  Linear,
  Module,
  MSELoss,
  ReLU,
  Residual,
  Sequential,
  Sigmoid,
  manualSeed
} from '../../src/engine';
import { DIGITS, Program, derive, lineToText } from '../../src/derivation';
import { TensorData, Trace, TraceReader, decodeTensor, record } from '../../src/trace';
import { replayLayer } from '../../src/trace/replay';

const nested: [string, () => Module][] = [
  ['Residual', () => new Residual(new Sequential(new Linear(2, 2), new ReLU()))],
  ['FeedForward', () => new FeedForward(2, 4)],
  ['FeedForward with dropout', () => new FeedForward(2, 4, { dropout: 0.5 })]
];

/** A Linear, the layer, and a loss over its two outputs, recorded twice. */
function recorded(layer: Module): Trace {
  manualSeed(2);
  const model = new Sequential(new Linear(2, 2), layer);
  const data = { input: [[1, -2], [0.5, 3]], target: [[1, 0], [0, 1]], loss: new MSELoss() }; // prettier-ignore
  return JSON.parse(JSON.stringify(record(model, { ...data, iterations: 2 }))) as Trace;
}

/** A copy whose number `i` is larger by `by`. */
function altered(data: TensorData, i: number, by: number): TensorData {
  const numbers = Array.from(decodeTensor(data).data);
  numbers[i] += by;
  return { shape: data.shape, data: numbers };
}

/** Everything that the layer's own steps say, with single numbers. */
function explained(trace: Trace): string {
  const reader = new TraceReader(trace);
  const program = new Program(trace, 'operation');
  return Array.from({ length: program.length }, (_, i) => derive(reader, program.step(i), 0, 'operation'))
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ lines }) => lines)
    .map(line => lineToText(line, DIGITS))
    .join('\n');
}

describe.each(nested)('replayLayer of a %s', (_, make) => {
  it('returns a layer that puts out the recorded numbers', () => {
    const trace = recorded(make());
    for (const iteration of [0, 1]) {
      const { forward } = trace.iterations[iteration];
      const layer = replayLayer(trace, iteration, 1)!;
      expect(layer.forward(decodeTensor(forward[0].output))).toEqual(decodeTensor(forward[1].output));
    }
  });

  it.each([0, 1, 2, 3])('returns null if output %i differs from the replayed one', i => {
    const trace = recorded(make());
    const output = trace.iterations[0].forward[1];
    output.output = altered(output.output, i, 1e-6);
    expect(replayLayer(trace, 0, 1)).toBeNull();
    expect(replayLayer(trace, 1, 1)).not.toBeNull();
  });

  it('returns null if a weight inside was changed', () => {
    const trace = recorded(make());
    const bias = trace.iterations[0].params.find(({ name }) => name.startsWith('1.') && /bias$/.test(name))!;
    const { length } = decodeTensor(bias.value).data;
    // Every bias, by so much that no ReLU hides it.
    for (let i = 0; i < length; i++) {
      bias.value = altered(bias.value, i, 50);
    }
    const last = trace.iterations[0].params.filter(({ name }) => /bias$/.test(name)).pop()!;
    last.value = altered(last.value, 0, 1);
    expect(replayLayer(trace, 0, 1)).toBeNull();
  });

  it('accepts a difference of rounding', () => {
    const trace = recorded(make());
    const output = trace.iterations[0].forward[1];
    output.output = altered(output.output, 0, 1e-12);
    expect(replayLayer(trace, 0, 1)).not.toBeNull();
  });
});

test('replayLayer returns null for a Dropout whose mask was not recorded', () => {
  const trace = recorded(new Dropout({ p: 0.5 }));
  expect(replayLayer(trace, 0, 1)).not.toBeNull();
  delete trace.iterations[0].forward[1].masks;
  expect(replayLayer(trace, 0, 1)).toBeNull();
});

test.each(nested.slice(0, 2))('a tampered %s is not explained from the inside', (_, make) => {
  const trace = recorded(make());
  const honest = explained(trace);
  const forward = trace.iterations[0].forward[1];
  forward.output = altered(forward.output, 0, 0.25);
  const tampered = explained(trace);
  expect(tampered.length).toBeLessThan(honest.length);
});

test('a leaf layer is explained by its type, whatever was recorded', () => {
  const model = new Sequential(new Linear(2, 1), new Sigmoid());
  const trace = record(model, { input: [[1, 2]], target: [[1]], loss: new BCELoss() });
  expect(replayLayer(trace, 0, 1)).toBeInstanceOf(Sigmoid);
});
