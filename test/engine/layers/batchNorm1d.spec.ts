/** BatchNorm1d: its two modes, its running statistics, and the pass that a trace repeats. PyTorch's numbers are golden. */
import {
  BatchNorm1d,
  Linear,
  MSELoss,
  RMSNorm,
  SGD,
  Sequential,
  gradcheck,
  manualSeed
} from '../../../src/engine';
import { Trace, readPayload, record, rerun } from '../../../src/trace';

const input = [[1, 2], [3, -1], [5, 0]]; // prettier-ignore
const target = [[1], [0], [2]];
const network = (): Sequential => {
  manualSeed(1);
  return new Sequential({ linear1: new Linear(2, 2), norm: new BatchNorm1d(2), linear2: new Linear(2, 1) });
};

test('a batch moves the running statistics, which eval() uses for a single sample', () => {
  const norm = new BatchNorm1d(2);
  norm.forward(input);
  expect(norm.stateDict().running_mean.toArray()).toEqual([0.1 * 3, expect.closeTo(0.1 / 3)]);
  expect(norm.stateDict().num_batches_tracked.data[0]).toBe(1);
  expect(() => norm.forward([[1, 2]])).toThrow('BatchNorm1d needs at least 2 samples while training');
  const before = norm.stateDict();
  norm.eval().forward([[1, 2]]);
  expect(norm.stateDict()).toEqual(before);
});

test('a state without num_batches_tracked is loaded, one without running_mean refused', () => {
  const { num_batches_tracked: _count, ...rest } = new BatchNorm1d(2).stateDict();
  expect(() => new BatchNorm1d(2).loadStateDict(rest)).not.toThrow();
  const { running_mean: _mean, ...less } = rest;
  expect(() => new BatchNorm1d(2).loadStateDict(less)).toThrow("missing 'running_mean'");
});

test('gradcheck leaves the running statistics as they were', () => {
  const model = network();
  const before = model.stateDict();
  gradcheck(model, { input, target, loss: new MSELoss() });
  expect(model.stateDict()).toEqual(before);
});

test.each([true, false])('a recorded pass is repeated in its mode, training %s', training => {
  const model = network();
  model.forward(input);
  model.train(training);
  const recorded = record(model, { input, target, loss: new MSELoss() });
  const trace = JSON.parse(JSON.stringify(recorded)) as Trace;
  expect(trace.iterations[0].forward[1].statistics?.[0].batch).toBe(training);
  expect(readPayload(trace)).toEqual({ payload: trace });
  const again = JSON.parse(JSON.stringify(rerun(trace, new Map()))) as Trace;
  expect(again.iterations[0].forward[2].output).toEqual(trace.iterations[0].forward[2].output);
  delete trace.iterations[0].forward[1].statistics;
  expect(readPayload(trace)).toHaveProperty('error');
});

test('keeps the mean over all batches without a momentum, in later iterations of a trace too', () => {
  const norm = new BatchNorm1d(2, { momentum: null });
  norm.forward(input);
  norm.forward([[1, 0], [3, 4]]); // prettier-ignore
  expect(norm.runningMean!.toArray()).toEqual([2.5, expect.closeTo((1 / 3 + 2) / 2)]);
  const model = new Sequential({ norm, linear: new Linear(2, 1) });
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const recorded = record(model, { input, target, loss: new MSELoss(), optimizer, iterations: 2 });
  const trace = JSON.parse(JSON.stringify(recorded)) as Trace;
  const batches = trace.iterations.map(({ forward }) => forward[0].statistics?.[0].batches);
  expect(batches).toEqual([2, 3]);
  expect(readPayload(trace)).toEqual({ payload: trace });
  expect(JSON.parse(JSON.stringify(rerun(trace, new Map()).iterations))).toEqual(trace.iterations);
  expect(() => new BatchNorm1d(2, { momentum: 2 })).toThrow('momentum is 2, expected a number from 0 to 1');
});

test.each([new BatchNorm1d(2), new RMSNorm(2)])(
  'says what to give for another number of features: %s',
  norm => {
    const text = 'expects 2 features, got 3: input is 2 × 3. Give each sample as many numbers';
    const wrong = [[1, 2, 3], [4, 5, 6]]; // prettier-ignore
    expect(() => norm.forward(wrong)).toThrow(text);
    let sentence: unknown;
    try {
      norm.forward(wrong);
    } catch (error) {
      sentence = (error as { sentence?: unknown }).sentence;
    }
    expect(sentence).toHaveProperty('message', '%1 expects %2 features, got %3: input is %4.%5');
  }
);
