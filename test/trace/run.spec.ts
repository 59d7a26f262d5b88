/** The record of a training run: bounded, true to the run, and without influence on it. */
import * as fc from 'fast-check';
import {
  Adam,
  BCELoss,
  DataLoader,
  Dropout,
  FitOptions,
  History,
  Linear,
  MSELoss,
  Module,
  Optimizer,
  ReLU,
  SGD,
  Sequential,
  Sigmoid,
  Tanh,
  Tensor,
  TensorDataset,
  accuracy,
  fit,
  manualSeed
} from '../../src/engine';
import {
  HistoryReport,
  RunReader,
  RunRecord,
  RunRecorder,
  TraceReader,
  boundedHistory,
  decodeNumber,
  decodeTensor,
  encodeReport,
  readPayload
} from '../../src/trace';
import { StepLossCurve } from '../../src/trace/run/stepLossCurve';
import { few } from '../../src/trace/run/keptMoment';
import { countsOf, histogram } from '../../src/trace/run/histogram';
import { Thinning } from '../../src/trace/run/thinning';

const points = (count: number): TensorDataset => {
  const input = Array.from({ length: count }, (_, i) => [Math.sin(3 * i) + (i % 2), Math.cos(5 * i)]);
  return new TensorDataset(
    input,
    input.map((_x, i) => [i % 2]),
    { featureNames: ['length', 'depth'], classNames: ['no', 'yes'] }
  );
};

const network = (dropout = false): Sequential =>
  new Sequential({
    linear1: new Linear(2, 4),
    tanh: new Tanh(),
    ...(dropout ? { dropout: new Dropout({ p: 0.3 }) } : {}),
    linear2: new Linear(4, 1),
    sigmoid: new Sigmoid()
  });

type Options = Partial<FitOptions> & { make?: (model: Module) => Optimizer; model?: Sequential };

/** Trains and records. */
async function run(options: Options = {}): Promise<{
  model: Sequential;
  history: History & { record: RunRecord };
  losses: number[];
}> {
  manualSeed(3);
  const {
    make = (m: Module) => new Adam(m.parameters(), { lr: 0.05 }),
    model = network(),
    ...rest
  } = options;
  const losses: number[] = [];
  const all: FitOptions = {
    train: new DataLoader(points(40), { batchSize: 8, shuffle: true }),
    validation: points(12),
    loss: new BCELoss(),
    optimizer: make(model),
    metrics: { accuracy },
    epochs: 30,
    onStep: ({ loss }) => losses.push(loss),
    ...rest
  };
  const recorder = new RunRecorder(model, all);
  const history = await fit(model, { ...all, observer: recorder });
  return { model, history: { ...history, record: recorder.report() }, losses };
}

const payloadOf = (history: object): HistoryReport => {
  const read = readPayload(JSON.parse(JSON.stringify(encodeReport(history))));
  if ('error' in read) {
    throw new Error(read.error);
  }
  return read.payload as HistoryReport;
};

test('StepLossCurve keeps extremes and means in bounded memory', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    fc.constant(NaN),
    fc.constant(Infinity)
  );
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 1, maxLength: 300 }),
      fc.constantFrom(4, 8, 32),
      (all, places) => {
        const curve = new StepLossCurve(places);
        all.forEach(loss => curve.add(loss));
        for (const room of [places, 4]) {
          const { count, every, ...encoded } = curve.report(room);
          const [mean, min, max] = [encoded.mean, encoded.min, encoded.max].map(
            data => decodeTensor(data).data
          );
          expect([count, mean.length]).toEqual([all.length, Math.ceil(all.length / every)]);
          expect(mean.length).toBeLessThanOrEqual(room);
          mean.forEach((m, i) => {
            const part = all.slice(i * every, (i + 1) * every);
            const known = part.filter(x => !Number.isNaN(x));
            expect(min[i]).toBe(known.length > 0 ? Math.min(...known) : NaN);
            expect(max[i]).toBe(Math.max(...part));
            const expected = part.reduce((sum, x) => sum + x, 0) / part.length;
            expect(Number.isFinite(expected) ? Math.abs(m - expected) <= 1e-6 : Object.is(m, expected)).toBe(
              true
            );
          });
        }
      }
    )
  );
});

test('histogram counts every number once', () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 200 }), all => {
      const found = histogram([Float64Array.from(all)]);
      const { low, high, odd = 0 } = found;
      const finite = all.filter(Number.isFinite);
      expect(countsOf(found).reduce((sum, n) => sum + n, 0)).toBe(finite.length);
      expect(odd).toBe(all.length - finite.length);
      if (finite.length > 0) {
        // With ===, since 0 may come out as −0.
        expect(decodeNumber(low) === Math.min(...finite) && decodeNumber(high) === Math.max(...finite)).toBe(
          true
        );
      }
    })
  );
});

test('recording changes neither weights nor losses nor random numbers', async () => {
  const train = async (recorded: boolean): Promise<unknown> => {
    manualSeed(5);
    const model = network(true);
    const options: FitOptions = {
      train: new DataLoader(points(40), { batchSize: 7, shuffle: true }),
      loss: new BCELoss(),
      optimizer: new Adam(model.parameters(), { lr: 0.05 }),
      epochs: 20
    };
    const observer = new RunRecorder(model, options);
    const history = await fit(model, recorded ? { ...options, observer } : options);
    return { history, weights: model.parameters().map(({ data }) => Array.from(data)) };
  };
  expect(await train(true)).toEqual(await train(false));
});

test('a moment holds the weights, the loss and the norms of its step', async () => {
  const model = network();
  const weights = (): number[] => model.parameters().flatMap(({ data }) => Array.from(data));
  // The weights before each step.
  const seen = [weights()];
  const losses: number[] = [];
  const { history } = await run({
    model,
    make: m => new SGD(m.parameters(), { lr: 0.5 }),
    epochs: 8,
    onStep: ({ loss }) => {
      losses.push(loss);
      seen.push(weights());
    }
  });
  const { moments } = payloadOf(history).record!;
  expect(moments.length).toBe(41);
  const size = (x: number[]): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
  moments.forEach((moment, i) => {
    expect([moment.step, moment.epoch]).toEqual([i, Math.floor(i / 5)]);
    expect(Array.from(decodeTensor(moment.weights!).data)).toEqual(seen[i]);
    const [first] = moment.layers;
    expect(decodeNumber(first.weight)).toBeCloseTo(size(seen[i].slice(0, 12)), 12);
    if (i < 40) {
      expect(decodeNumber(moment.loss!)).toBe(losses[i]);
      const step = size(seen[i + 1].slice(0, 12).map((x, k) => x - seen[i][k]));
      expect(decodeNumber(first.update!)).toBeCloseTo(step, 12);
      // In plain gradient descent, the step is the gradient times the learning rate.
      expect(decodeNumber(first.grad!)).toBeCloseTo(step / 0.5, 10);
    }
  });
});

test('a record of a long run is bounded and reproducible', async () => {
  const make = (m: Module): Optimizer => new SGD(m.parameters(), { lr: 0.1 });
  const long = async (): Promise<string> => {
    const { history } = await run({ make, epochs: 2500, metrics: {} });
    return JSON.stringify(encodeReport(history));
  };
  const text = await long();
  expect(text).toBe(await long());
  expect(text.length).toBeLessThan(450_000);
  const { epochs, epochCount, record } = payloadOf(JSON.parse(text) as object);
  expect([epochCount, record!.steps.count]).toEqual([2500, 12_500]);
  expect(epochs.length).toBeLessThanOrEqual(2000);
  expect(record!.moments.length).toBeGreaterThan(30);
  expect(record!.moments.length).toBeLessThanOrEqual(61);
  expect(record!.moments.every(({ weights }) => weights)).toBe(true);
}, 60_000);

test('Thinning keeps few, evenly spaced moments of a run, also of one that stops early', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40_000 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (planned, part) => {
        const steps = Math.ceil((planned || 5000) * part);
        const thinning = new Thinning<{ step: number }>(20, planned);
        for (let step = 0; step < steps; step++) {
          if (thinning.wants(step)) {
            thinning.add({ step });
          }
        }
        const at = thinning.items.map(({ step }) => step);
        expect(at.length).toBeLessThanOrEqual(20);
        expect(at[0]).toBe(0);
        // The last moment lies in the second half of the run, also if the run stops early.
        expect(2 * at[at.length - 1]).toBeGreaterThanOrEqual(steps / 2 - 1);
        if (part > 0.1) {
          expect(at.length).toBeGreaterThanOrEqual(Math.min(10, steps));
          const gaps = at.slice(1).map((step, i) => step - at[i]);
          expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(Math.max(1, steps / 10 + 1));
        }
      }
    ),
    // Sixteen evenly spaced moments plus the early ones: together more than fit.
    { examples: [[2561, 0.10000000000000002]] }
  );
});

test('boundedHistory keeps the epochs with the extremes of a curve', () => {
  const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(NaN));
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 400 }), losses => {
      const epochs = losses.map(([loss, valLoss], i) => ({ epoch: i + 1, loss, valLoss, lr: 0.1 }));
      const history: History = { kind: 'history', version: 1, epochs, best: null };
      const { epochs: some } = boundedHistory(history, 40);
      expect(some.length).toBeLessThanOrEqual(40);
      for (const key of ['loss', 'valLoss'] as const) {
        const finite = epochs.map(e => e[key]).filter(x => !Number.isNaN(x));
        const kept = some.map(e => e[key]);
        if (finite.length > 0) {
          expect(kept).toContain(Math.min(...finite));
        }
        if (finite.length < epochs.length) {
          expect(kept.some(Number.isNaN)).toBe(true);
        }
      }
      expect(some[some.length - 1]).toBe(epochs[epochs.length - 1]);
    })
  );
});

test('a record of a large model keeps few weights or none, and says so in snapshots', async () => {
  const wide = (units: number): Sequential =>
    new Sequential({ a: new Linear(2, units), b: new ReLU(), c: new Linear(units, 1), d: new Sigmoid() });
  const some = await run({ model: wide(500), epochs: 12 });
  expect(some.history.record.snapshots).toBe('some');
  const kept = some.history.record.moments.filter(({ weights }) => weights);
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.length * 2001).toBeLessThan(24_000);
  expect(payloadOf(some.history).record!.moments.length).toBeGreaterThan(30);
  const none = await run({ model: wide(4000), epochs: 1 });
  expect(none.history.record.snapshots).toBe('none');
  expect(none.history.record.moments.some(({ weights }) => weights)).toBe(false);
}, 60_000);

test('few keeps only the weights of the first and the last moment', () => {
  const moments = Array.from({ length: 40 }, (_, step) => {
    const numbers = Tensor.from([step]);
    return { step, epoch: 0, lr: 0.1, layers: [], outputs: [], numbers };
  });
  const sent = few(moments, 16, true);
  expect(sent).toHaveLength(16);
  expect(sent.filter(({ numbers }) => numbers).map(({ step }) => step)).toEqual([0, 39]);
  expect(few(moments, 16, false).some(({ numbers }) => numbers)).toBe(false);
  expect(few([], 16, true)).toEqual([]);
});

test('RunReader recreates the model of a moment, and records its step', async () => {
  const { model, history } = await run();
  const report = payloadOf(history);
  const reader = new RunReader(report);
  const { moments } = report.record!;
  const last = reader.modelAt(moments[moments.length - 1])!;
  const input = decodeTensor(report.record!.validation!.input);
  expect(last.forward(input)).toEqual(model.eval().forward(input));
  const at = moments[10];
  expect(reader.canOpen(at)).toBe(true);
  const trace = reader.traceAt(at);
  expect(readPayload(JSON.parse(JSON.stringify(trace)))).toHaveProperty('payload');
  expect(trace.data.featureNames).toEqual(['length', 'depth']);
  expect(trace.optimizerState['linear1.weight']).toEqual(at.state!['linear1.weight']);
  const read = new TraceReader(trace);
  expect(Array.from(read.param(0, 'linear1.weight')!.data)).toEqual(
    Array.from(decodeTensor(at.weights!).data.subarray(0, 8))
  );
});

describe('the trouble of a run', () => {
  const data = (scale = 1): TensorDataset => {
    const input = Array.from({ length: 20 }, (_, i) => [scale * Math.sin(i), scale * Math.cos(2 * i)]);
    return new TensorDataset(
      input,
      input.map(([a, b]) => [a + b])
    );
  };
  const regression = (lr: number, more: Options = {}): ReturnType<typeof run> =>
    run({
      model: new Sequential({ first: new Linear(2, 8), last: new Linear(8, 1) }),
      make: m => new SGD(m.parameters(), { lr }),
      train: new DataLoader(data(), { batchSize: 10 }),
      validation: undefined,
      metrics: {},
      loss: new MSELoss(),
      ...more
    });

  it('is the first step with a loss above 100 times the first, if the learning rate is too high', async () => {
    const { history, losses } = await regression(3);
    const { trouble } = payloadOf(history).record!;
    expect(trouble).toMatchObject({ kind: 'exploding', where: 'output', causes: ['rate', 'activations'] });
    expect(['first', 'last']).toContain(trouble!.layer);
    const first = losses.findIndex(loss => loss > 100 * decodeNumber(trouble!.start));
    expect(trouble!.step).toBe(first + 1);
    expect(decodeNumber(trouble!.loss)).toBe(losses[first]);
    // Later the loss stops being finite.
    const nan = losses.findIndex(loss => !Number.isFinite(loss));
    expect(nan).toBeGreaterThan(first);
    expect(trouble!.nan).toEqual({ step: nan + 1, epoch: Math.floor(nan / 2) + 1 });
    expect(history.stopped).toBe('diverged');
    // The step can be opened, and gives the same loss.
    const reader = new RunReader(payloadOf(history));
    expect(reader.canOpenTrouble).toBe(true);
    expect(decodeNumber(reader.troubleTrace().iterations[0].loss)).toBe(losses[first]);
  });

  it('is the layer whose weights are NaN', async () => {
    const model = new Sequential({ first: new Linear(2, 8), relu: new ReLU(), last: new Linear(8, 1) });
    const { history } = await regression(0.01, {
      model,
      onStep: ({ epoch, step }) => {
        if (epoch === 3 && step === 1) {
          (model.children()[2][1] as Linear).weight.data[2] = NaN;
        }
      }
    });
    expect(history.record.trouble).toMatchObject({
      kind: 'nan',
      step: 6,
      epoch: 3,
      where: 'weights',
      layer: 'last'
    });
  });

  it('is the input, if the data has an infinite number', async () => {
    const broken = data();
    broken.input.data[4] = Infinity;
    const { history } = await regression(0.01, { train: broken });
    expect(history.record.trouble).toMatchObject({ kind: 'nan', step: 1, where: 'input', causes: ['input'] });
  });

  it('is the layer whose output overflows', async () => {
    class Grow extends Module {
      private input: ReturnType<Linear['forward']> | null = null;
      override forward(x: ReturnType<Linear['forward']>): ReturnType<Linear['forward']> {
        this.input = x;
        const y = x.clone();
        y.data.forEach((v, i) => (y.data[i] = Math.exp(v * 1e4)));
        return y;
      }
      override backward(g: ReturnType<Linear['forward']>): ReturnType<Linear['forward']> {
        return this.input!.clone() && g;
      }
    }
    const { history } = await regression(0.01, {
      model: new Sequential({ first: new Linear(2, 8), grow: new Grow(), last: new Linear(8, 1) })
    });
    expect(history.record.trouble).toMatchObject({
      kind: 'nan',
      step: 1,
      where: 'output',
      layer: 'grow',
      largest: 'Infinity'
    });
    expect(new RunReader(payloadOf(history)).canOpenTrouble).toBe(false);
  });

  it('is absent if the run goes well', async () => {
    expect((await regression(0.05)).history.record.trouble).toBeUndefined();
  });
});
