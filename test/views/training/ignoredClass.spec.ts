import {
  CrossEntropyLoss,
  FitOptions,
  Linear,
  SGD,
  Sequential,
  TensorDataset,
  fit
} from '../../../src/engine';
import { HistoryReport, RunReader, RunRecorder, encodeReport, readPayload } from '../../../src/trace';
import { confusionsAt } from '../../../src/views/training/outcome';

/** A recorded run of a model whose output is its input. */
async function reader(target: number[], ignoreIndex?: number): Promise<RunReader> {
  const model = new Sequential(new Linear(2, 2));
  model.loadStateDict({ '0.weight': [[1, 0], [0, 1]], '0.bias': [0, 0] }); // prettier-ignore
  const options: FitOptions = {
    train: new TensorDataset([[1, 0], [0, 1], [3, 0], [0, 4]], target), // prettier-ignore
    loss: new CrossEntropyLoss({ reduction: 'sum', ...(ignoreIndex !== undefined && { ignoreIndex }) }),
    optimizer: new SGD(model.parameters(), { lr: 0 }),
    epochs: 1
  };
  const recorder = new RunRecorder(model, options);
  const history = await fit(model, { ...options, observer: recorder });
  const report = encodeReport({ ...history, record: recorder.report() });
  return new RunReader(
    (readPayload(JSON.parse(JSON.stringify(report))) as { payload: HistoryReport }).payload
  );
}

const counted = (run: RunReader): object | null => {
  const found = confusionsAt(run, run.record.moments[0]);
  return (
    found && {
      matrix: [...found.matrix.data],
      right: found.right,
      samples: found.samples,
      total: found.total
    }
  );
};

test('leaves out of the table the samples that the loss ignores', async () => {
  expect(counted(await reader([0, 1, 1, 1]))).toEqual({
    matrix: [1, 0, 1, 2],
    right: 3,
    samples: 4,
    total: 4
  });
  const padded = { matrix: [1, 0, 0, 2], right: 3, samples: 3, total: 3 };
  expect(counted(await reader([0, 1, -100, 1]))).toEqual(padded);
  expect(counted(await reader([0, 1, 0, 1], 0))).toEqual({
    matrix: [0, 0, 0, 2],
    right: 2,
    samples: 2,
    total: 2
  });
});

test('says that there is no class if all samples are ignored', async () => {
  expect(counted(await reader([1, 1, 1, 1], 1))).toBeNull();
});
