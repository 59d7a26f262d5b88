import * as fc from 'fast-check';
import {
  Adam,
  BCELoss,
  Checkpoint,
  CosineAnnealingLR,
  DataLoader,
  Dropout,
  ExponentialLR,
  FitOptions,
  LinearLR,
  Linear,
  MSELoss,
  Module,
  ReduceLROnPlateau,
  SGD,
  Sequential,
  Sigmoid,
  Tanh,
  TensorDataset,
  accuracy,
  evaluate,
  fit,
  manualSeed,
  stratifiedSplit
} from '../../../src/engine';

/** Points of two classes, made without random numbers. */
const points = (count: number): TensorDataset => {
  const input = Array.from({ length: count }, (_, i) => [Math.sin(3 * i) + (i % 2), Math.cos(5 * i)]);
  return new TensorDataset(
    input,
    input.map((_x, i) => [i % 2])
  );
};

const network = (dropout = false): Sequential =>
  new Sequential(
    new Linear(2, 4),
    new Tanh(),
    ...(dropout ? [new Dropout({ p: 0.3 })] : []),
    new Linear(4, 1),
    new Sigmoid()
  );

/** A seeded run that uses every kind of state: a model with dropout, Adam with two groups, chained schedules. */
function makeRun(seed: number, epochs: number): { model: Module; options: FitOptions } {
  manualSeed(seed);
  const [train, validation] = stratifiedSplit(points(40), [0.75, 0.25]);
  const model = network(true);
  const [first, ...others] = model.parameters();
  const optimizer = new Adam([{ params: [first], lr: 0.1 }, { params: others }], { lr: 0.05, amsgrad: true });
  const options: FitOptions = {
    train: new DataLoader(train, { batchSize: 7, shuffle: true }),
    validation: new DataLoader(validation, { batchSize: 4 }),
    loss: new BCELoss(),
    optimizer,
    epochs,
    schedule: [
      new LinearLR(optimizer, { totalIters: 3 }),
      new CosineAnnealingLR(optimizer, { tMax: epochs }),
      new ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 })
    ],
    metrics: { accuracy },
    earlyStopping: { patience: 4 },
    clip: { norm: 1 }
  };
  return { model, options };
}

const weights = (model: Module): number[][] => model.parameters().map(({ data }) => Array.from(data));

test('gives bit-identical results when resumed from a checkpoint', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.integer({ min: 1, max: 45 }), async (seed, stopAfter) => {
      const whole = makeRun(seed, 8);
      const expected = await fit(whole.model, whole.options);

      const part = makeRun(seed, 8);
      let steps = 0;
      let kept: string | null = null;
      const signal = { aborted: false };
      await fit(part.model, {
        ...part.options,
        signal,
        checkpoint: checkpoint => {
          kept = JSON.stringify(checkpoint);
        },
        onStep: () => {
          signal.aborted = ++steps === stopAfter;
        }
      });
      // As after a restart: everything is created again, and other random numbers were drawn meanwhile.
      const rest = makeRun(seed + 1, 8);
      manualSeed(12345);
      const resume = JSON.parse(kept!) as Checkpoint;
      const history = await fit(rest.model, {
        ...rest.options,
        train: whole.options.train,
        validation: whole.options.validation,
        resume
      });
      expect(history.epochs).toEqual(expected.epochs);
      expect(history.best).toEqual(expected.best);
      expect(weights(rest.model)).toEqual(weights(whole.model));
    }),
    { numRuns: 25 }
  );
});

test('resumes after an abort during validation', async () => {
  const whole = makeRun(3, 4);
  const expected = await fit(whole.model, whole.options);
  const part = makeRun(3, 4);
  let kept: Checkpoint | null = null;
  let batches = 0;
  const signal = { aborted: false };
  const validation = part.options.validation as DataLoader;
  const stopping = {
    *[Symbol.iterator]() {
      for (const batch of validation) {
        signal.aborted = ++batches === 5;
        yield batch;
      }
    }
  };
  const stopped = await fit(part.model, {
    ...part.options,
    validation: stopping,
    signal,
    checkpoint: c => void (kept = c)
  });
  expect(stopped.stopped).toBe('aborted');
  expect(stopped.epochs.length).toBe(1);
  const rest = makeRun(3, 4);
  const history = await fit(rest.model, { ...rest.options, resume: kept! });
  expect(history.epochs).toEqual(expected.epochs);
  expect(weights(rest.model)).toEqual(weights(whole.model));
});

const plain = (epochs: number): { model: Sequential; options: FitOptions } => {
  manualSeed(1);
  const model = network();
  const optimizer = new SGD(model.parameters(), { lr: 0.5 });
  return { model, options: { train: points(20), loss: new BCELoss(), optimizer, epochs } };
};

test('stops early and restores the best weights', async () => {
  const { model, options } = plain(50);
  // Stands for a validation loss with its minimum after epoch 3.
  const seen: number[][][] = [];
  const losses = [3, 2, 1, 4, 5, 6, 7];
  const history = await fit(model, {
    ...options,
    metrics: { made: () => losses[seen.push(weights(model)) - 1] },
    earlyStopping: { patience: 2, monitor: 'made', mode: 'min' }
  });
  expect(history).toMatchObject({ stopped: 'early', best: { epoch: 3, monitor: 'made', value: 1 } });
  expect(history.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(weights(model)).toEqual(seen[2]);
});

test('respects minDelta and restoreBest, and maximises a metric', async () => {
  const { model, options } = plain(50);
  const scores = [0.5, 0.55, 0.58, 0.56, 0.9];
  let at = 0;
  const history = await fit(model, {
    ...options,
    metrics: { score: () => scores[at++] },
    earlyStopping: { patience: 3, monitor: 'score', minDelta: 0.1, restoreBest: false }
  });
  expect(history.best).toEqual({ epoch: 1, monitor: 'score', value: 0.5 });
  expect(history.epochs.length).toBe(4);
});

test('ends after the current step when aborted, and returns the history so far', async () => {
  const { model, options } = plain(100);
  const controller = new AbortController();
  const history = await fit(model, {
    ...options,
    train: new DataLoader(points(20), { batchSize: 5 }),
    signal: controller.signal,
    onStep: ({ epoch, step }) => {
      if (epoch === 3 && step === 2) {
        controller.abort();
      }
    }
  });
  expect(history.stopped).toBe('aborted');
  expect(history.epochs.length).toBe(2);
});

test('yields to the event loop during training', async () => {
  const { model, options } = plain(3000);
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  const history = await fit(model, options);
  clearInterval(timer);
  expect(history.epochs.length).toBe(3000);
  expect(turns).toBeGreaterThan(1);
});

test('ends the run when the loss becomes NaN', async () => {
  const { model, options } = plain(50);
  const history = await fit(model, {
    ...options,
    loss: new MSELoss(),
    onStep: ({ epoch }) => {
      if (epoch === 4) {
        model.parameters()[0].data[0] = NaN;
      }
    }
  });
  expect(history.stopped).toBe('diverged');
  expect(history.epochs.length).toBe(5);
});

test('evaluates in eval mode, independently of the batch size, and restores the mode', async () => {
  manualSeed(2);
  const model = network(true);
  const data = points(700);
  const loss = new BCELoss();
  const found = evaluate(model, data, { loss, metrics: { accuracy } });
  expect(model.training).toBe(true);
  const output = model.eval().forward(data.input);
  expect(found.loss).toBeCloseTo(loss.forward(output, data.target), 13);
  expect(found.metrics.accuracy).toBe(accuracy(output, data.target));
  const loader = new DataLoader(data, { batchSize: 33 });
  expect(evaluate(model, loader, { loss }).loss).toBeCloseTo(found.loss, 13);
  const summed = new BCELoss({ reduction: 'sum' });
  expect(evaluate(model, loader, { loss: summed }).loss).toBeCloseTo(summed.forward(output, data.target), 10);
});

test('steps schedules after each epoch or after each step', async () => {
  const { model, options } = plain(3);
  const schedule = new ExponentialLR(options.optimizer, { gamma: 0.5 });
  const history = await fit(model, { ...options, schedule });
  expect(history.epochs.map(({ lr }) => lr)).toEqual([0.5, 0.25, 0.125]);
  const other = plain(2);
  const perStep = await fit(other.model, {
    ...other.options,
    train: new DataLoader(points(20), { batchSize: 5 }),
    schedule: new ExponentialLR(other.options.optimizer, { gamma: 0.5 }),
    schedulePer: 'step'
  });
  expect(perStep.epochs.map(({ lr }) => lr)).toEqual([0.5, 0.5 / 16]);
});

test.each([
  [{ epochs: 0 }, 'fit: epochs is 0, expected a whole number of at least 1.'],
  [{ train: null }, 'fit: train is null, expected a DataLoader or a dataset.'],
  [{ loss: 'mse' }, 'fit: loss is the text "mse", expected a loss, such as new BCELoss().'],
  [
    { optimizer: new SGD(network().parameters()) },
    "fit: the optimizer has none of this model's parameters, so training would change nothing: pass it model.parameters()."
  ],
  [
    { earlyStopping: { patience: 2, monitor: 'valLoss' } },
    "fit: earlyStopping.monitor is 'valLoss', expected one of loss."
  ],
  [
    { earlyStopping: { patience: 0 } },
    'fit: earlyStopping.patience is 0, expected a whole number of at least 1.'
  ],
  [{ resume: {} }, "fit: resume expects a checkpoint, as passed to fit's checkpoint callback."]
])('rejects %j', async (change, message) => {
  const { model, options } = plain(1);
  await expect(fit(model, { ...options, ...change } as FitOptions)).rejects.toThrow(message);
});

test('treats a dataset as one batch per epoch: gradient descent', async () => {
  const { model, options } = plain(5);
  await fit(model, options);
  const other = plain(5);
  const { loss, optimizer } = other.options;
  const { input, target } = points(20);
  for (let i = 0; i < 5; i++) {
    optimizer.zeroGrad();
    loss.forward(other.model.forward(input), target);
    other.model.backward(loss.backward());
    optimizer.step();
  }
  expect(weights(model)).toEqual(weights(other.model));
});
