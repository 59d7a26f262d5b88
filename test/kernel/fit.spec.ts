import {
  BCELoss,
  FitOptions,
  Linear,
  SGD,
  Sequential,
  Sigmoid,
  fit,
  manualSeed,
  show
} from '../../src/kernel';

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => jest.restoreAllMocks());

function run(epochs: number, more: Partial<FitOptions> = {}): ReturnType<typeof fit> {
  manualSeed(0);
  const model = new Sequential(new Linear(1, 1), new Sigmoid());
  const train = { input: [[0], [1]], target: [[0], [1]] };
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return fit(model, { train, loss: new BCELoss(), optimizer, epochs, ...more });
}

test('fit prints some lines per run, and returns a history that show accepts', async () => {
  const history = await run(25);
  expect(printed.length).toBe(9);
  expect(printed[0]).toMatch(/^epoch 3\/25 · loss 0\.\d+$/);
  expect(printed[8]).toMatch(/^epoch 25\/25 /);
  expect(history.modelId).toMatch(/^m\d+$/);
  show(history, { language: 'en' });
  expect(printed[9]).toMatch(/^Training over 25 epochs · L = [^]*\nepoch +loss +lr\n/);
  printed = [];
  await run(25, { lines: 0 });
  expect(printed).toEqual([]);
});

test('an interrupt ends fit after the current step, and the former listeners are restored', async () => {
  const kernel = jest.fn();
  process.on('SIGINT', kernel);
  try {
    const before = process.listeners('SIGINT');
    const onEpoch = ({ epoch }: { epoch: number }): void => {
      if (epoch === 2) {
        setTimeout(() => process.emit('SIGINT'), 30);
      }
    };
    const [history, other] = await Promise.all([run(1e7, { onEpoch }), run(1e7)]);
    expect([history.stopped, other.stopped]).toEqual(['aborted', 'aborted']);
    expect(history.epochs.length).toBeGreaterThan(1);
    expect(kernel).not.toHaveBeenCalled();
    expect(printed.pop()).toMatch(
      /^interrupted after \d+ of 10000000 epochs; the model keeps what it has learnt$/
    );
    expect(process.listeners('SIGINT')).toEqual(before);
    await expect(run(3, { onEpoch: () => Promise.reject(new Error('mine')) })).rejects.toThrow('mine');
    expect(process.listeners('SIGINT')).toEqual(before);
    process.emit('SIGINT');
    expect(kernel).toHaveBeenCalledTimes(1);
  } finally {
    process.off('SIGINT', kernel);
  }
});
