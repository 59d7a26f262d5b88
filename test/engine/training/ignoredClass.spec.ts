import {
  CrossEntropyLoss,
  Identity,
  Metric,
  SGD,
  Linear,
  Sequential,
  Tensor,
  TensorDataset,
  accuracy,
  evaluate,
  f1,
  fit
} from '../../../src/engine';

const output = [
  [2, 1, 0],
  [0, 1, 2],
  [0, 3, 1],
  [5, 1, 0]
];
/** The last one is taken for class 0. */
const data = new TensorDataset(output, [0, 2, 1, 1]);
const rows: Metric = (out, target) => 10 * out.shape[0] + target.shape[0];

test('leaves the samples out whose class the loss ignores', () => {
  const metrics = {
    accuracy,
    rows,
    f1: (out: Tensor, y: Tensor): number => f1(out, y, { average: 'micro' })
  };
  const all = evaluate(new Identity(), data, { loss: new CrossEntropyLoss(), metrics });
  expect(all.metrics).toEqual({ accuracy: 0.75, rows: 44, f1: 0.75 });
  const some = evaluate(new Identity(), data, { loss: new CrossEntropyLoss({ ignoreIndex: 1 }), metrics });
  expect(some.metrics).toEqual({ accuracy: 1, rows: 22, f1: 1 });
  const other = evaluate(new Identity(), data, { loss: new CrossEntropyLoss({ ignoreIndex: 2 }), metrics });
  expect(other.metrics).toEqual({ accuracy: 2 / 3, rows: 33, f1: 2 / 3 });
  const padded = new TensorDataset(output, [0, 2, -100, -100]);
  expect(evaluate(new Identity(), padded, { loss: new CrossEntropyLoss(), metrics }).metrics.accuracy).toBe(
    1
  );
});

test('gives NaN if every sample is ignored', () => {
  const loss = new CrossEntropyLoss({ ignoreIndex: 2, reduction: 'sum' });
  const { metrics } = evaluate(new Identity(), new TensorDataset(output, [2, 2, 2, 2]), {
    loss,
    metrics: { accuracy }
  });
  expect(metrics.accuracy).toBeNaN();
});

test('leaves them out in fit', async () => {
  const model = new Sequential(new Linear(3, 3));
  model.loadStateDict({ '0.weight': [[1, 0, 0], [0, 1, 0], [0, 0, 1]], '0.bias': [0, 0, 0] }); // prettier-ignore
  const { epochs } = await fit(model, {
    train: data,
    loss: new CrossEntropyLoss({ ignoreIndex: 1 }),
    optimizer: new SGD(model.parameters(), { lr: 0 }),
    epochs: 1,
    metrics: { rows }
  });
  expect(epochs[0].metrics).toEqual({ rows: 22 });
});

test('leaves out the positions whose class the loss ignores', () => {
  const words = new TensorDataset(
    [output.slice(0, 2), output.slice(2)],
    [
      [0, 2],
      [1, -100]
    ]
  );
  const { metrics } = evaluate(new Identity(), words, {
    loss: new CrossEntropyLoss(),
    metrics: { accuracy, rows }
  });
  expect(metrics).toEqual({ accuracy: 1, rows: 33 });
  const counted = new TensorDataset(
    [output.slice(0, 2), output.slice(2)],
    [
      [0, 2],
      [1, 1]
    ]
  );
  const all = evaluate(new Identity(), counted, { loss: new CrossEntropyLoss(), metrics: { rows } });
  expect(all.metrics).toEqual({ rows: 44 });
});
