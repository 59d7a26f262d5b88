/** A Flatten joins the rows of a sample: the network goes through the samples one by one. */
import {
  DIGITS,
  Program,
  Terms,
  areJoined,
  derive,
  joinsOf,
  lineToText,
  networkOf,
  undrawable
} from '../../src/derivation';
import {
  Dropout,
  Embedding,
  Flatten,
  GELU,
  LayerNorm,
  Linear,
  MSELoss,
  Module,
  NestedNumbers,
  SGD,
  Sequential,
  Sigmoid,
  manualSeed
} from '../../src/engine';
import { Trace, TraceReader, parseAddress, readPayload, record, rerun } from '../../src/trace';
import { checkTrace } from './checkTrace';

const words = [
  [3, 0],
  [1, 1],
  [4, 2]
];
const target = [
  [1, 0],
  [0, 1],
  [1, 1]
];
const images = words.map(row => row.map(x => [x / 3, Math.sin(x), x - 2]));

function traceOf(input: NestedNumbers, ...layers: Module[]): Trace {
  return traceWith(input, target, layers);
}

function traceWith(input: NestedNumbers, target: NestedNumbers, layers: Module[]): Trace {
  const model = new Sequential(...layers);
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const trace = record(model, { input, target, loss: new MSELoss(), optimizer, iterations: 2 });
  return JSON.parse(JSON.stringify(trace)) as Trace;
}

/** Every line of the first row's derivation, as text. */
function linesOf(trace: Trace): string[] {
  const [reader, program] = [new TraceReader(trace), new Program(trace, 'operation')];
  return Array.from({ length: program.length }, (_, i) =>
    derive(reader, program.step(i), 0, 'operation')
  ).flatMap(({ blocks }) => blocks.flatMap(({ lines }) => lines.map(line => lineToText(line, DIGITS))));
}

const cases: [string, () => Trace, number][] = [
  ['words', () => traceOf(words, new Embedding(5, 3), new Flatten(), new Linear(6, 2)), 2],
  [
    'words through an activation and a Dropout',
    () =>
      traceOf(
        words,
        new Embedding(5, 2),
        new GELU(),
        new Dropout({ p: 0.3 }),
        new Flatten(),
        new Linear(4, 2)
      ),
    2
  ],
  ['images', () => traceOf(images, new Flatten(), new Linear(6, 2), new Sigmoid()), 6],
  ['images through an activation', () => traceOf(images, new Sigmoid(), new Flatten(), new Linear(6, 2)), 6],
  [
    'images at the places of a sample',
    () => traceWith([images], [target], [new Flatten({ startDim: 2 }), new Linear(6, 2)]),
    6
  ],
  ['rows that are flat already', () => traceOf(images.map(([a]) => a), new Linear(3, 4), new Sigmoid(), new Flatten(), new Linear(4, 2)), 3] // prettier-ignore
];

beforeEach(() => manualSeed(3));

describe.each(cases)('%s', (_, make, inputs) => {
  it('are derived sample by sample', () => {
    const trace = make();
    expect(undrawable(trace)).toBeNull();
    expect(new TraceReader(trace).samples).toBe(3);
    expect(networkOf(trace).inputs).toBe(inputs);
    checkTrace(trace);
  });

  it('are validated, and computed again', () => {
    const trace = make();
    expect(readPayload(trace)).not.toHaveProperty('error');
    expect(JSON.parse(JSON.stringify(rerun(trace, new Map()).iterations))).toEqual(trace.iterations);
  });

  it('have an address of their own for each number', () => {
    const trace = make();
    const reader = new TraceReader(trace);
    const terms = new Terms(reader, 0, 1);
    terms.network.layers.forEach((_layer, at) => {
      const output = reader.layerOutput(0, at);
      for (let unit = 0; unit < output.shape[1]; unit++) {
        const term = terms.output(at, unit);
        const ref = 'ref' in term ? term.ref! : '';
        expect([ref, reader.value(parseAddress(ref)!)]).toEqual([ref, output.data[output.shape[1] + unit]]);
      }
    });
  });
});

test('writes the numbers on as they are', () => {
  const lines = linesOf(cases[2][1]());
  expect(lines.find(line => line.startsWith('a₁'))).toMatch(/^a₁\S* = x₁ = 1$/);
});

test('joins each unit of an Embedding to the word from which it comes', () => {
  const network = networkOf(cases[0][1]());
  const [stage] = network.stages;
  const joined = Array.from({ length: stage.units }, (_, unit) =>
    [0, 1].filter(word => areJoined(joinsOf(network, stage), unit, stage.units, word, stage.inputs))
  );
  expect(joined).toEqual([[0], [0], [0], [1], [1], [1]]);
});

test.each([
  ['a Linear', () => [new Linear(3, 4), new Flatten(), new Linear(8, 2)]],
  ['a LayerNorm', () => [new LayerNorm(3), new Flatten(), new Linear(6, 2)]]
])('says that %s goes through the rows of a sample before they are joined', (_, layers) => {
  const trace = traceOf(images, ...layers());
  expect(readPayload(trace)).not.toHaveProperty('error');
  expect(JSON.stringify(undrawable(trace))).toContain('works on several rows of a sample');
});

test('refuses a trace whose Flatten gives another shape', () => {
  const trace = cases[2][1]();
  Object.assign(trace.model[0], { endDim: 1, startDim: 1 });
  expect(readPayload(trace)).toHaveProperty('error');
});
