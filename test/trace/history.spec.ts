import * as fc from 'fast-check';
import { History } from '../../src/engine';
import { HistoryReport, encodeReport, historyText, readPayload } from '../../src/trace';

const json = (x: object): unknown => JSON.parse(JSON.stringify(encodeReport(x)));

const history: History = {
  kind: 'history',
  version: 1,
  modelId: 'm1',
  epochs: [
    { epoch: 1, loss: 0.7, valLoss: 0.8, metrics: { accuracy: 0.5 }, lr: 0.1 },
    { epoch: 2, loss: 0.6, valLoss: 0.65, metrics: { accuracy: 0.75 }, lr: 0.1 },
    { epoch: 3, loss: NaN, valLoss: Infinity, metrics: { accuracy: 0.5 }, lr: 0.05 }
  ],
  stopped: 'diverged',
  best: { epoch: 2, monitor: 'valLoss', value: 0.65 }
};

test('readPayload accepts a history with NaN and Infinity', () => {
  const read = readPayload(json(history));
  expect(read).toMatchObject({
    payload: { kind: 'history', epochs: [{}, {}, { loss: 'NaN', valLoss: 'Infinity' }] }
  });
});

test('historyText writes a table', () => {
  expect(historyText(json(history) as HistoryReport).split('\n')).toEqual([
    'training, 3 epochs, stopped: the loss became NaN',
    'epoch  loss  valLoss   accuracy  lr',
    '1      0.7   0.8       0.5       0.1',
    '2*     0.6   0.65      0.75      0.1',
    '3      NaN   Infinity  0.5       0.05',
    '* best valLoss: 0.65'
  ]);
  const none: HistoryReport = { kind: 'history', version: 1, epochs: [], best: null, stopped: 'aborted' };
  expect(historyText(none)).toBe('training, 0 epochs, interrupted');
});

test('historyText lists some epochs of a long run, among them the first and the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), n => {
      const epochs = Array.from({ length: n }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), lr: 0.1 }));
      const rows = historyText({ kind: 'history', version: 1, epochs, best: null }).split('\n').slice(2);
      expect(rows.length).toBeGreaterThanOrEqual(Math.min(n, 11));
      expect(rows.length).toBeLessThanOrEqual(13);
      expect([rows[0].split(' ')[0], rows[rows.length - 1].split(' ')[0]]).toEqual(['1', String(n)]);
    })
  );
});

test.each([
  [{ epochs: 3 }, 'epochs must be a list'],
  [{ epochs: [{ epoch: 0, loss: 1, lr: 1 }] }, 'epochs[0].epoch must be at least 1'],
  [{ epochs: [{ epoch: 1, loss: null, lr: 1 }] }, 'epochs[0].loss must be a number or a text'],
  [{ epochs: [{ epoch: 1, loss: 1, lr: 1, metrics: [] }] }, 'epochs[0].metrics must be an object'],
  [{ stopped: 'x' }, 'stopped must be one of early, aborted, diverged, failed'],
  [{ best: {} }, 'best has no epoch']
])('readPayload names the damage of a history: %j', (change, problem) => {
  expect(readPayload({ ...(json(history) as object), ...change })).toMatchObject({
    error: `This output is damaged: ${problem}.`
  });
});
