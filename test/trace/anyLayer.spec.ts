/** Passes of any layer, known to the views or not, are recorded, validated and read. */
import { DIGITS, Granularity, Program, derive, lineToText, undrawable, valueOf } from '../../src/derivation';
import {
  CrossEntropyLoss,
  Embedding,
  FeedForward,
  LayerNorm,
  Linear,
  MSELoss,
  Module,
  NestedNumbers,
  Parameter,
  ReLU,
  Residual,
  SGD,
  Sequential,
  Tensor,
  TensorLike,
  manualSeed
} from '../../src/engine';
import { Trace, TraceReader, parseAddress, readPayload, record, snapshotModel } from '../../src/trace';
import { replayModel } from '../../src/trace/replay';

/** A user-defined layer: outputs every number twice, each multiplied by a learnt scale. */
class Twice extends Module {
  readonly scale = new Parameter([2], Float64Array.of(1, 2));
  private input = new Tensor([0, 0]);
  override forward(input: TensorLike): Tensor {
    this.input = Tensor.from(input);
    const [samples, width] = this.input.shape;
    const out = new Tensor([samples, 2 * width]);
    this.input.data.forEach((x, i) => out.data.set([x * this.scale.data[0], x * this.scale.data[1]], 2 * i));
    return out;
  }
  override backward(gradOutput: TensorLike): Tensor {
    const g = Tensor.from(gradOutput).data;
    const gradInput = new Tensor(this.input.shape);
    this.input.data.forEach((x, i) => {
      [0, 1].forEach(k => {
        this.scale.grad.data[k] += g[2 * i + k] * x;
        gradInput.data[i] += g[2 * i + k] * this.scale.data[k];
      });
    });
    return gradInput;
  }
}

/** A user-defined layer: the mean over the positions of a sample. */
class Mean extends Module {
  private shape: number[] = [];
  override forward(input: TensorLike): Tensor {
    const { shape, data } = Tensor.from(input);
    const [samples, positions, width] = (this.shape = shape);
    const out = new Tensor([samples, width]);
    data.forEach((x, i) => {
      out.data[Math.floor(i / (positions * width)) * width + (i % width)] += x / positions;
    });
    return out;
  }
  override backward(gradOutput: TensorLike): Tensor {
    const g = Tensor.from(gradOutput).data;
    const [, positions, width] = this.shape;
    const gradInput = new Tensor(this.shape);
    gradInput.data.forEach((_, i) => {
      gradInput.data[i] = g[Math.floor(i / (positions * width)) * width + (i % width)] / positions;
    });
    return gradInput;
  }
}

function recorded(
  model: Module,
  input: NestedNumbers,
  target: NestedNumbers,
  loss = new MSELoss() as CrossEntropyLoss | MSELoss
): Trace {
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return JSON.parse(
    JSON.stringify(record(model, { input, target, loss, optimizer, iterations: 2 }))
  ) as Trace;
}

const models: [string, () => Trace, boolean][] = [
  [
    'a user-defined layer',
    () => recorded(new Sequential(new Linear(2, 2), new Twice(), new Linear(4, 1)), [[1, 2]], [[3]]),
    true
  ],
  [
    'composite layers',
    () => recorded(new Sequential(new Linear(2, 3), new Residual(new Sequential(new FeedForward(3, 4), new LayerNorm(3))), new ReLU()), [[1, 2], [0, 1]], [[3, 1, 0], [1, 2, 3]]), // prettier-ignore
    true
  ],
  [
    'an embedding of words, then a class for each',
    () => recorded(new Sequential(new Embedding(4, 3), new FeedForward(3, 5, { activation: 'swiglu' }), new Linear(3, 2)), [[0, 1], [3, 3]], [[0, 1], [1, 1]], new CrossEntropyLoss()), // prettier-ignore
    true
  ],
  [
    'a layer that merges rows',
    () => recorded(new Sequential(new Linear(2, 3), new Mean(), new Linear(3, 1)), [[[0, 1], [3, 3]], [[1, 2], [0, 1]]], [[0], [1]]), // prettier-ignore
    false
  ],
  [
    'one class per sample',
    () => recorded(new Sequential(new Linear(2, 3)), [[0, 1], [2, 3]], [2, 0], new CrossEntropyLoss()), // prettier-ignore
    true
  ]
];

describe.each(models)('%s', (_, make, drawn) => {
  beforeEach(() => manualSeed(1));

  it('is recorded and read', () => {
    const trace = make();
    expect(readPayload(trace)).toEqual({ payload: trace });
    expect(undrawable(trace) === null).toBe(drawn);
    const reader = new TraceReader(trace);
    const shares = Array.from({ length: reader.samples }, (_, s) => reader.lossShare(1, s));
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(reader.loss(1), 12);
    for (const { param, after } of trace.iterations[0].update) {
      expect(reader.param(1, param)).toEqual(reader.tensor(after));
    }
    const index = [...trace.data.input.shape.slice(1).fill(0), 1];
    expect(reader.value(parseAddress(`#1/input[${index}]`)!)).toBe(reader.tensor(trace.data.input).data[1]);
  });

  it('is rejected if its numbers do not fit', () => {
    const damage = (change: (trace: Trace) => void): string => {
      const trace = make();
      change(trace);
      const read = readPayload(trace);
      return 'error' in read ? read.error : 'accepted';
    };
    const { length } = make().model;
    expect(damage(t => void t.iterations[0].params.pop())).toContain('damaged');
    expect(damage(t => (t.iterations[1].params[0].value = t.iterations[0].params[1].value))).toContain(
      'expected'
    );
    expect(damage(t => t.iterations[0].forward[length - 1].output.shape.unshift(1))).toContain('damaged');
    expect(damage(t => t.iterations[1].backward[0].gradInput.shape.push(1))).toContain('expected');
    expect(damage(t => t.data.target.shape.push(1))).toContain('data.target');
    expect(damage(t => (t.data.target = { shape: t.data.target.shape, data: [] }))).toContain('damaged');
  });
});

it('readPayload rejects a class out of range before the views ask for its loss', () => {
  const trace = recorded(new Sequential(new Linear(2, 3)), [[0, 1], [2, 3]], [2, 0], new CrossEntropyLoss()); // prettier-ignore
  trace.data.target = { shape: [2], data: [2, 3] };
  expect(readPayload(trace)).toMatchObject({
    error: expect.stringContaining('classes from 0 to 2') as string
  });
});

it('replayModel recreates composite layers and rejects a user-defined one', () => {
  const model = new Sequential(new Residual(new FeedForward(2, 3)), new LayerNorm(2), new Linear(2, 1));
  const snapshot = snapshotModel(model);
  expect(readPayload(JSON.parse(JSON.stringify(snapshot)))).toHaveProperty('payload');
  const again = replayModel(snapshot.model, snapshot.params);
  expect(again.forward([[1, 2]])).toEqual(model.forward([[1, 2]]));
  const other = snapshotModel(new Sequential(new Twice()));
  expect(() => replayModel(other.model, other.params)).toThrow(
    "Twice is your own layer: it can't be computed again here."
  );
});

it('readPayload never allocates sizes that a layer merely claims', () => {
  const trace = recorded(new Sequential(new FeedForward(2, 3)), [[1, 2]], [[3, 1]]);
  trace.model[0].dHidden = 1e9;
  expect(readPayload(trace)).toMatchObject({
    error: expect.stringContaining('expected 1000000000 × 2') as string
  });
  const table = snapshotModel(new Sequential(new Residual(new Embedding(3, 2))));
  table.model[0].block = JSON.stringify({
    type: 'Embedding',
    options: { numEmbeddings: 1e9, embeddingDim: 1e9 }
  });
  expect(readPayload(JSON.parse(JSON.stringify(table)))).toHaveProperty('error');
  table.model[0].block = '{';
  expect(readPayload(JSON.parse(JSON.stringify(table)))).toMatchObject({
    error: expect.stringContaining('model[0]') as string
  });
});

describe.each(models.filter(([, , drawn]) => drawn))('%s', (_, make) => {
  it.each<Granularity>(['operation', 'neuron', 'layer'])('is derived to the last step by %s', granularity => {
    const trace = make();
    const reader = new TraceReader(trace);
    const program = new Program(trace, granularity);
    for (let i = 0; i < program.length; i++) {
      const step = program.step(i);
      const { blocks, results, question } = derive(reader, step, reader.samples - 1, granularity);
      expect(question.message).toBeTruthy();
      expect(results.map(valueOf).every(Number.isFinite)).toBe(true);
      blocks
        .flatMap(({ lines }) => lines)
        .forEach(line => expect(lineToText(line, DIGITS)).not.toContain('undefined'));
      expect(program.indexOf(step.operation(0), step.iteration)).toBe(i);
    }
    const kinds = new Set(
      Array.from({ length: program.length }, (_, i) => program.step(i)).flatMap(({ count, operation }) =>
        Array.from({ length: count }, (_, at) => operation(at).kind)
      )
    );
    const owned = trace.iterations[0].params.some(({ name }) => !/^\d+\.(weight|bias)$/.test(name));
    expect(kinds.has('own')).toBe(owned);
  });
});
