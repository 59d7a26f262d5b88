import { BCELoss, Linear, SGD, Sequential, Sigmoid, manualSeed } from '../../src/engine';
import { limits, numbersIn } from '../../src/trace/limits';
import { record, recordWithin } from '../../src/trace/record';
import { readPayload, rerun } from '../../src/trace';

const run = (within: { iterations: number; numbers: number }, iterations: number) => {
  manualSeed(0);
  const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
  const optimizer = new SGD(model.parameters(), { lr: 0.5 });
  const options = { input: [[0.5, -1.2]], target: [[1]], loss: new BCELoss(), optimizer, iterations };
  return { trace: recordWithin(within, model, options), model };
};

test('record runs iterations that do not fit, and counts them in omitted', () => {
  const whole = run(limits, 12);
  const size = numbersIn(whole.trace.iterations[0]);
  const part = run({ iterations: 1000, numbers: size * 5 + 3 }, 12);
  expect(whole.trace.omitted).toBeUndefined();
  expect(part.trace.iterations).toEqual(whole.trace.iterations.slice(0, part.trace.iterations.length));
  expect(part.trace.iterations.length).toBe(5);
  expect(part.trace.omitted).toEqual({ iterations: 7, loss: whole.trace.iterations[11].loss });
  expect(part.model.stateDict()).toEqual(whole.model.stateDict());
  expect(run({ iterations: 3, numbers: Infinity }, 12).trace.omitted!.iterations).toBe(9);
  expect(numbersIn(part.trace)).toBeLessThanOrEqual(size * 5 + 3);
});

test('record always keeps the first iteration', () => {
  expect(run({ iterations: 1000, numbers: 1 }, 2).trace.iterations.length).toBe(1);
});

test('a trace with omitted iterations is read, and rerun drops their stale loss', () => {
  const { trace } = run({ iterations: 2, numbers: Infinity }, 4);
  expect(readPayload(JSON.parse(JSON.stringify(trace)))).toHaveProperty('payload');
  expect(rerun(trace, new Map([['input[0,0]', 0.7]])).omitted).toEqual({ iterations: 2 });
});

test('readPayload rejects a trace that is too large, and says what to do', () => {
  const model = new Sequential(new Linear(2, 1), new Sigmoid());
  const samples = limits.samples + 1;
  const input = Array.from({ length: samples }, () => [1, 2]);
  const trace = record(model, { input, target: input.map(() => [1]), loss: new BCELoss() });
  const read = readPayload(JSON.parse(JSON.stringify(trace)));
  expect(read).toMatchObject({ error: expect.stringContaining('input.slice(0, 32)') });
});
