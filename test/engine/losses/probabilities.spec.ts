import { BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, MSELoss, Softmax, Tensor } from '../../../src/engine';

const z = Tensor.from([
  [1, -2, 0.5],
  [0, 800, -800]
]);

test('CrossEntropyLoss makes softmax of the outputs, without overflow', () => {
  const p = new CrossEntropyLoss().probabilities(z);
  const expected = new Softmax().forward(z);
  expect(p.shape).toEqual([2, 3]);
  p.data.forEach((x, i) => expect(x).toBeCloseTo(expected.data[i], 15));
});

test('BCEWithLogitsLoss makes σ of each output', () => {
  const p = new BCEWithLogitsLoss().probabilities(z);
  expect(p.shape).toEqual([2, 3]);
  expect(Array.from(p.data)).toEqual(Array.from(z.data, x => 1 / (1 + Math.exp(-x))));
});

test('a loss that takes the outputs as they are makes none', () =>
  expect([new BCELoss(), new MSELoss()].map(loss => loss.probabilities(z))).toEqual([null, null]));
