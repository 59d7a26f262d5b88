/** The snapshot of a model: its weights, and what its layers keep besides. */
import { BatchNorm1d, Linear, Residual, Sequential } from '../../src/engine';
import { english } from '../../src/derivation';
import { modelDocument } from '../../src/document/modelDocument';
import { ModelSnapshot, readPayload, snapshotModel } from '../../src/trace';

const plain = (snapshot: ModelSnapshot): ModelSnapshot =>
  JSON.parse(JSON.stringify(snapshot)) as ModelSnapshot;

function trained(): ModelSnapshot {
  const model = new Sequential({ norm: new BatchNorm1d(2), inside: new Residual(new BatchNorm1d(2)) });
  model.forward([
    [1, 2],
    [3, 6]
  ]);
  return plain(snapshotModel(model));
}

test('lists the running statistics of norms, also of those inside other layers', () => {
  const snapshot = trained();
  expect(snapshot.buffers!.map(({ name }) => name)).toEqual([
    'norm.running_mean',
    'norm.running_var',
    'norm.num_batches_tracked',
    'inside.block.running_mean',
    'inside.block.running_var',
    'inside.block.num_batches_tracked'
  ]);
  expect(snapshot.buffers![0].value).toEqual({ shape: [2], data: [0.2, 0.4] });
  expect(readPayload(snapshot)).toEqual({ payload: snapshot });
  expect(JSON.stringify(modelDocument(snapshot, english, 4).table)).toContain('norm.running_mean[1]');
});

test('lists none of a model without norms', () => {
  expect(plain(snapshotModel(new Linear(1, 1)))).not.toHaveProperty('buffers');
});

test.each([
  ['another shape', (s: ModelSnapshot) => (s.buffers![0].value.shape = [1])],
  ['another name', (s: ModelSnapshot) => (s.buffers![0].name = 'norm.weight')],
  ['one too few', (s: ModelSnapshot) => s.buffers!.pop()],
  [
    'more of them than the layers have',
    (s: ModelSnapshot) => s.buffers!.push({ ...s.buffers![0], name: 'a.b' })
  ]
])('rejects running statistics of %s', (_, damage) => {
  const snapshot = trained();
  damage(snapshot);
  expect(readPayload(snapshot)).toHaveProperty('error');
});

test.each(['norm', 'inside'])('rejects a norm of a billion features before it is made: %s', name => {
  const snapshot = trained();
  const options = { features: 1e9, affine: false };
  delete snapshot.buffers;
  snapshot.params = [];
  snapshot.model = [
    name === 'norm'
      ? { name, type: 'BatchNorm1d', ...options }
      : { name, type: 'Residual', block: JSON.stringify({ type: 'BatchNorm1d', options }) }
  ];
  const start = performance.now();
  expect(JSON.stringify(readPayload(snapshot))).toContain('has 1000000000 features');
  expect(performance.now() - start).toBeLessThan(500);
});
