/** What has been edited is told in the symbols of the page, with the value before. */
import { AdamW, Embedding, Linear, MSELoss, Sequential } from '../../../src/engine';
import { Trace, TraceReader, record } from '../../../src/trace';
import { changeTexts } from '../../../src/views/state/changes';

const textsOf = (trace: Trace, ...edits: [string, number][]): string[] =>
  changeTexts(new Map(edits), new TraceReader(trace), 4);

function traceOf(samples: number): Trace {
  const model = new Sequential({ linear: new Linear(2, 1) });
  model.loadStateDict({ 'linear.weight': [[0.25, -1]], 'linear.bias': [0.5] });
  return record(model, {
    input: [[0.5, 3], [1, 2]].slice(0, samples), // prettier-ignore
    target: [[1], [0]].slice(0, samples),
    loss: new MSELoss(),
    optimizer: new AdamW(model.parameters(), { lr: 0.1 }),
    featureNames: ['bill length', 'depth']
  });
}

test('names an input by its feature and symbol, and of several samples the one', () => {
  expect(textsOf(traceOf(1), ['input[0,0]', 2])).toEqual(['bill length x₁: 0.5 → 2']);
  expect(textsOf(traceOf(2), ['input[1,1]', -0.1234567890123])).toEqual([
    'depth x₂[2]: 2 → −0.1234567890123'
  ]);
});

test('names targets, weights, biases and options', () => {
  const edits: [string, number][] = [
    ['target[0,0]', 3],
    ['linear.weight[0,1]', 4],
    ['linear.bias[0]', 0],
    ['optimizer.lr', 1.25],
    ['optimizer.betas[1]', 0.5],
    ['optimizer.amsgrad', 1]
  ];
  expect(textsOf(traceOf(1), ...edits)).toEqual([
    'y: 1 → 3',
    'w₂: −1 → 4',
    'b: 0.5 → 0',
    'lr: 0.1 → 1.25',
    'betas[1]: 0.999 → 0.5',
    'amsgrad: false → true'
  ]);
});

test('gives an address where there is no symbol, and no value where there was none', () => {
  const model = new Sequential({ words: new Embedding(3, 2), linear: new Linear(2, 1) });
  const trace = record(model, { input: [[0, 2]], target: [[[1], [2]]], loss: new MSELoss() });
  const [first, second] = textsOf(trace, ['target[0,1,0]', 9], ['other[7]', 1]);
  expect(first).toBe('y[2]: 2 → 9');
  expect(second).toBe('other[7]: 1');
});
