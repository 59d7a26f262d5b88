/** Real payloads to mutate: every type of the registry, training runs, comparisons, models and checks. */
import * as fc from 'fast-check';
import {
  Adam,
  BCELoss,
  CrossEntropyLoss,
  DataLoader,
  Embedding,
  FitOptions,
  GELU,
  Linear,
  MSELoss,
  Module,
  Optimizer,
  SGD,
  Sequential,
  Sigmoid,
  Tanh,
  Tensor,
  TensorDataset,
  accuracy,
  fit,
  gradcheck,
  manualSeed
} from '../../src/engine';
import { RunRecorder, encodeReport, record, snapshotModel } from '../../src/trace';
import { comparisonOf } from '../../src/trace/run/comparison';
import type { HistoryReport, Trace } from '../../src/trace';
import { FEATURES, layersToTry, lossesToTry, optimizersToTry } from '../derivation/everything';
import { makeTrace, recipes } from '../derivation/networks';
import type { Json } from '../trace/damage';

/** A payload and what it is, for messages. */
export interface Sample {
  what: string;
  payload: Json;
}

/** Random traces beside those of the registry's types. */
const RANDOM = 24;

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const random = (rows: number, width: number): number[][] =>
  Array.from({ length: rows }, (_, s) =>
    Array.from({ length: width }, (_, k) => Math.sin(5 * s + 3 * k + 1))
  );

/** A user-defined layer with a parameter. */
class Scale extends Module {
  readonly factor = new Linear(1, 1).weight;
  private x = new Tensor([0]);

  override forward(input: Tensor): Tensor {
    this.x = Tensor.from(input);
    return new Tensor(
      this.x.shape.slice(),
      this.x.data.map(x => x * this.factor.data[0])
    );
  }

  override backward(grad: Tensor): Tensor {
    this.factor.grad.data[0] += grad.data.reduce((sum, g, i) => sum + g * this.x.data[i], 0);
    return new Tensor(
      grad.shape.slice(),
      grad.data.map(g => g * this.factor.data[0])
    );
  }
}

/** Traces of every layer, loss and optimiser of the registry. */
function traces(): Sample[] {
  const layers = Object.entries({ ...layersToTry, Scale: [() => new Scale()] })
    .filter(([type]) => type !== 'Embedding')
    .flatMap(([type, makers]) =>
      makers.map((make, i) => {
        manualSeed(3);
        const model = new Sequential({
          first: new Linear(2, FEATURES),
          own: make(),
          last: new Linear(FEATURES, 2)
        });
        const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
        const options = { input: random(2, 2), target: random(2, 2), loss: new MSELoss(), optimizer };
        return {
          what: `${type} ${i}`,
          payload: json(record(model, { ...options, featureNames: ['a', 'b'] }))
        };
      })
    );
  const losses = Object.entries(lossesToTry).flatMap(([type, tried]) =>
    tried.map(({ loss, end, target }, i) => {
      manualSeed(3);
      const model = new Sequential(new Linear(2, 3), ...end());
      const rows = random(2, 3).map(target) as number[][];
      const trace = record(model, { input: random(2, 2), target: rows, loss: loss() });
      return { what: `${type} ${i}`, payload: json(trace) };
    })
  );
  const optimizers = Object.entries(optimizersToTry).flatMap(([type, makers]) =>
    makers.map((make, i) => {
      manualSeed(3);
      const model = new Sequential(new Linear(2, 2), new Tanh(), new Linear(2, 1), new Sigmoid());
      const options = { input: random(2, 2), target: [[1], [0]], loss: new BCELoss() };
      const optimizer: Optimizer = make(model.parameters());
      const trace = record(model, { ...options, optimizer, iterations: 2, classNames: ['no', 'yes'] });
      return { what: `${type} ${i}`, payload: json(trace) };
    })
  );
  return [...layers, ...losses, ...optimizers, ...embeddings(), ...randomTraces()];
}

function embeddings(): Sample[] {
  manualSeed(3);
  const model = new Sequential(new Embedding(5, FEATURES), new GELU(), new Linear(FEATURES, 3));
  const optimizer = new Adam(model.parameters());
  const options = { input: [[3, 0, 3]], target: [[1, 0, 2]], loss: new CrossEntropyLoss(), optimizer };
  return [{ what: 'Embedding', payload: json(record(model, options)) }];
}

const randomTraces = (): Sample[] =>
  fc.sample(recipes, { numRuns: RANDOM, seed: 17 }).map((recipe, i) => ({
    what: `network ${i}`,
    payload: json(makeTrace(recipe))
  }));

interface Run {
  what: string;
  history: HistoryReport;
}

/** Trains for a few epochs. */
async function run(
  what: string,
  change: Partial<FitOptions> & { lr?: number; failed?: boolean }
): Promise<Run> {
  manualSeed(3);
  const { lr = 0.1, failed = false, ...options } = change;
  const model = new Sequential({
    linear1: new Linear(2, 3),
    sigmoid: new Sigmoid(),
    linear2: new Linear(3, 1),
    out: new Sigmoid()
  });
  const input = random(12, 2);
  const names = { featureNames: ['length', 'depth'], classNames: ['no', 'yes'] };
  const train = new TensorDataset(
    input,
    input.map((_, i) => [i % 2]),
    names
  );
  const whole: FitOptions = {
    train: new DataLoader(train, { batchSize: 4 }),
    loss: new BCELoss(),
    optimizer: new Adam(model.parameters(), { lr }),
    epochs: 3,
    ...options
  };
  const recorder = new RunRecorder(model, whole);
  const history = await fit(model, { ...whole, observer: recorder });
  if (failed) {
    recorder.failed();
  }
  return {
    what,
    history: encodeReport({ ...history, modelId: 'm7', record: recorder.report() }) as HistoryReport
  };
}

/** A run of classes over rows of indices, whose loss explodes. */
async function classes(): Promise<Run> {
  manualSeed(3);
  const model = new Sequential(new Linear(2, 4), new Tanh(), new Linear(4, 3));
  const options: FitOptions = {
    train: { input: random(6, 2), target: [0, 1, 2, 0, 1, 2] },
    loss: new CrossEntropyLoss(),
    optimizer: new SGD(model.parameters(), { lr: 1e6 }),
    epochs: 4
  };
  const recorder = new RunRecorder(model, options);
  const history = await fit(model, { ...options, observer: recorder });
  return {
    what: 'classes',
    history: encodeReport({ ...history, record: recorder.report() }) as HistoryReport
  };
}

async function runs(): Promise<Sample[]> {
  const validation = { input: random(4, 2), target: [[1], [0], [1], [0]] };
  const all = [
    await run('run', {}),
    await run('run with validation', { validation, metrics: { accuracy }, earlyStopping: { patience: 1 } }),
    await run('failed run', { failed: true }),
    await run('exploding run', { lr: 1e9, failed: true }),
    await classes()
  ];
  const progress = { epoch: 2, epochs: 9, step: 1, steps: 3, seconds: 1.5, left: 4, stepsPerSecond: 2 };
  const named = all.slice(0, 3).map(({ what, history }): [string, never] => [what, history as never]);
  return [
    ...all.map(({ what, history }) => ({ what, payload: json(history) })),
    { what: 'running', payload: json({ ...all[1].history, progress }) },
    { what: 'comparison', payload: json(comparisonOf(named)) }
  ];
}

function snapshots(): Sample[] {
  manualSeed(3);
  const model = new Sequential({ linear1: new Linear(2, 3), tanh: new Tanh(), scale: new Scale() });
  const small = new Sequential(new Linear(2, 2), new Sigmoid());
  const check = gradcheck(small, { input: random(2, 2), target: random(2, 2), loss: new MSELoss() });
  return [
    { what: 'model', payload: json(snapshotModel(model)) },
    { what: 'check', payload: json(encodeReport(check)) }
  ];
}

/** All payloads. Each is accepted as it is. */
export const payloads = async (): Promise<Sample[]> => [...traces(), ...snapshots(), ...(await runs())];

/** The traces among them, for fuzzers of derivations. */
export const tracesOf = (samples: Sample[]): Trace[] =>
  samples.map(({ payload }) => payload as unknown as Trace).filter(({ kind }) => kind === 'trace');
