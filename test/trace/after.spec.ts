/** The pass with the updated weights, against the recorded model itself, which has them. */
import {
  BatchNorm1d,
  Dropout,
  Linear,
  Loss,
  MSELoss,
  Optimizer,
  Parameter,
  SGD,
  Sequential,
  Tensor,
  TensorLike,
  manualSeed
} from '../../src/engine';
import { RecordOptions, Trace, TraceReader, parseAddress, record, rerun } from '../../src/trace';
import { lossAfter } from '../../src/trace/lossAfter';
import { dropouts } from '../../src/trace/replay';
import { FEATURES, layersToTry, lossesToTry, optimizersToTry } from '../derivation/everything';
import { Half } from '../half';

const SAMPLES = 3;
const numbers = (width: number, scale = 1.5): number[][] =>
  Array.from({ length: SAMPLES }, (_, s) =>
    Array.from({ length: width }, (_, k) => scale * Math.sin(5 * s + 3 * k + 1))
  );
const read = (trace: Trace): Trace => JSON.parse(JSON.stringify(trace)) as Trace;

/** The outputs of a model's layers for a batch; its Dropouts drop what they dropped last. */
function outputsOf(model: Sequential, input: TensorLike): Tensor[] {
  const masks = dropouts('', model).flatMap(([, dropout]) => (dropout.kept ? [[dropout, dropout.kept]] : []));
  (masks as [Dropout, Tensor][]).forEach(([dropout, kept]) => dropout.replay([kept.clone()]));
  let x = Tensor.from(input);
  return model.leaves().map(([, layer]) => (x = layer.forward(x)));
}

/** Expects the pass after the last iteration to be the model's own, and the one after the first to be the second. */
function expectItself(model: Sequential, options: RecordOptions & { loss: Loss }): void {
  const trace = read(record(model, { ...options, iterations: 2 }));
  const reader = new TraceReader(trace);
  const drops = dropouts('', model).some(([, { isRandom }]) => isRandom);
  const outputs = outputsOf(model, options.input as TensorLike);
  const last = reader.after(1)!;
  outputs.forEach((output, at) => expect(last.layerOutput(1, at).data).toEqual(output.data));
  const loss = options.loss.forward(outputs[outputs.length - 1], options.target as TensorLike);
  expect(last.loss(1)).toBe(loss);
  expect(lossAfter(trace)).toBe(loss);
  expect(reader.value(parseAddress('#1/after/loss')!)).toBe(loss);
  // Each iteration drops other numbers.
  if (!drops) {
    expect(reader.after(0)!.loss(0)).toBe(reader.loss(1));
  }
}

const ofRegistry = <T>(all: Record<string, T[]>): [string, number, T][] =>
  Object.entries(all).flatMap(([type, makers]) =>
    makers.map((make, i): [string, number, T] => [type, i, make])
  );

test.each(ofRegistry(layersToTry).filter(([type]) => type !== 'Embedding'))(
  'computes %s, %d',
  (_, __, make) => {
    manualSeed(3);
    const model = new Sequential(new Linear(2, FEATURES), make(), new Linear(FEATURES, 2));
    const optimizer = new SGD(model.parameters(), { lr: 0.1 });
    expectItself(model, { input: numbers(2), target: numbers(2), loss: new MSELoss(), optimizer });
  }
);

test.each(ofRegistry(lossesToTry))('computes %s, %d', (_, __, { loss, end, target }) => {
  manualSeed(4);
  const model = new Sequential(new Linear(2, 3), ...end());
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const targets = numbers(3).map(target) as number[] | number[][];
  expectItself(model, { input: numbers(2), target: targets, loss: loss(), optimizer });
});

test.each(ofRegistry<(parameters: Parameter[]) => Optimizer>(optimizersToTry))(
  'takes the steps of %s, %d',
  (_, __, make) => {
    manualSeed(5);
    const model = new Sequential(new Linear(2, 2));
    const optimizer = make(model.parameters());
    expectItself(model, { input: numbers(2), target: numbers(2), loss: new MSELoss(), optimizer });
  }
);

test('normalises by the running statistics of a BatchNorm1d in eval mode', () => {
  manualSeed(6);
  const norm = new BatchNorm1d(3);
  const model = new Sequential(new Linear(2, 3), norm, new Linear(3, 1));
  model.forward(numbers(2));
  norm.eval();
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  expectItself(model, { input: numbers(2), target: numbers(1), loss: new MSELoss(), optimizer });
});

test('keeps frozen weights', () => {
  manualSeed(7);
  const model = new Sequential(new Linear(2, 3), new Linear(3, 1));
  const [first, , second] = model.parameters();
  const optimizer = new SGD([first, second], { lr: 0.1 });
  expectItself(model, { input: numbers(2), target: numbers(1), loss: new MSELoss(), optimizer });
});

test('follows edited numbers', () => {
  manualSeed(8);
  const model = new Sequential(new Linear(2, 2));
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const options = { input: numbers(2), target: numbers(2), loss: new MSELoss(), optimizer };
  const trace = read(record(model, options));
  const still = new TraceReader(rerun(trace, new Map([['optimizer.lr', 0]])));
  expect(still.after(0)!.loss(0)).toBe(still.loss(0));
  const moved = new TraceReader(rerun(trace, new Map([['input[0,1]', 2]])));
  expect(moved.after(0)!.loss(0)).not.toBe(new TraceReader(trace).after(0)!.loss(0));
  expect(moved.value(parseAddress('after/0.output[0,1]')!)).toBe(moved.after(0)!.layerOutput(0, 0).data[1]);
});

test('gives a share of the loss, and no gradient', () => {
  manualSeed(9);
  const model = new Sequential(new Linear(2, 2));
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const target = numbers(2);
  const reader = new TraceReader(
    read(record(model, { input: numbers(2), target, loss: new MSELoss(), optimizer }))
  );
  const value = (address: string): number | undefined => reader.value(parseAddress(address)!);
  const share = [0, 1].reduce((sum, j) => sum + (value(`after/0.output[1,${j}]`)! - target[1][j]) ** 2, 0);
  expect(value('after/loss@1')).toBeCloseTo(share / (2 * SAMPLES), 14);
  expect(value('after/0.output.grad[0,0]')).toBeUndefined();
});

test('says what can’t be computed: a user-defined layer, or no update', () => {
  manualSeed(10);
  const model = new Sequential(new Linear(2, 2), new Half());
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const options = { input: numbers(2), target: numbers(2), loss: new MSELoss() };
  const own = new TraceReader(read(record(model, { ...options, optimizer })));
  expect(own.after(0)).toBeNull();
  expect(own.afterProblem(0)).toEqual({
    message: "%1 is your own layer: it can't be computed again here.",
    args: ['Half']
  });
  expect(own.value(parseAddress('after/loss')!)).toBeUndefined();
  const without = new TraceReader(read(record(new Sequential(new Linear(2, 2)), options)));
  expect([without.after(0), without.afterProblem(0)]).toEqual([null, null]);
});
