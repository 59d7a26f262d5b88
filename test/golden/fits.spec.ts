/** Whole runs on the digits: `fit` reproduces every epoch of PyTorch 2.13, see fits.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CrossEntropyLoss,
  DataLoader,
  Linear,
  ReLU,
  Sequential,
  StepLR,
  Tensor,
  TensorDataset,
  accuracy,
  evaluate,
  fit,
  manualSeed
} from '../../src/engine';
import { Options, optimizers } from '../../src/engine/registry';

interface FitCase {
  name: string;
  samples: [train: number, validation: number];
  optimizer: string;
  options: Options;
  shuffle: boolean;
  gamma: number | null;
  epochs: { loss: number; valLoss: number; accuracy: number; lr: number }[];
  bias: number[];
}

const cases = JSON.parse(readFileSync(join(__dirname, 'fits.json'), 'utf8')) as FitCase[];

/** The first images, pixels from 0 to 1, and their digits. */
function digits([train, validation]: FitCase['samples']): TensorDataset[] {
  const csv = readFileSync(join(__dirname, '../../notebooks/data/digits.csv'), 'utf8');
  const rows = csv.trim().split('\n').slice(1);
  return [rows.slice(0, train), rows.slice(train, train + validation)].map(part => {
    const numbers = part.map(row => row.split(',').map(Number));
    return new TensorDataset(
      numbers.map(([, ...pixels]) => pixels.map(pixel => pixel / 16)),
      numbers.map(([digit]) => digit)
    );
  });
}

/** Each number results from thousands of products; their order of summation limits the agreement to 1e-10. */
const near = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThan(1e-10 * (1 + Math.abs(expected)));

it.each(cases.map(c => [c.name, c] as const))('%s', async (_, c) => {
  const [training, validation] = digits(c.samples);
  manualSeed(0);
  const model = new Sequential(new Linear(64, 16), new ReLU(), new Linear(16, 10));
  const optimizer = optimizers[c.optimizer].from(model.parameters(), c.options);
  const loss = new CrossEntropyLoss();
  const history = await fit(model, {
    train: new DataLoader(training, { batchSize: 32, shuffle: c.shuffle }),
    validation,
    loss,
    optimizer,
    epochs: c.epochs.length,
    metrics: { accuracy },
    ...(c.gamma !== null && { schedule: new StepLR(optimizer, { stepSize: 2, gamma: c.gamma }) })
  });
  expect(history.epochs).toHaveLength(c.epochs.length);
  c.epochs.forEach((expected, i) => {
    const found = history.epochs[i];
    expect(found.epoch).toBe(i + 1);
    near(found.loss, expected.loss);
    near(found.valLoss!, expected.valLoss);
    expect(found.metrics).toEqual({ accuracy: expected.accuracy });
    near(found.lr, expected.lr);
  });
  const losses = c.epochs.map(({ valLoss }) => valLoss);
  expect(history.best).toMatchObject({ epoch: losses.indexOf(Math.min(...losses)) + 1, monitor: 'valLoss' });
  Array.from(Tensor.from(c.bias).data).forEach((b, i) => near(model.parameters()[3].data[i], b));
  // Evaluated again, the model gives the validation loss of the last epoch.
  expect(evaluate(model, validation, { loss }).loss).toBe(history.epochs[c.epochs.length - 1].valLoss);
});
