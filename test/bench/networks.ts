/** Recorded traces of the networks whose pages are timed. */
import {
  BCELoss,
  CrossEntropyLoss,
  Linear,
  Loss,
  Module,
  ReLU,
  SGD,
  Sequential,
  Sigmoid,
  Softmax,
  TensorLike,
  manualSeed,
  record
} from 'stepgrad';

/** Reproducible pixels like those of a digit: most of them are 0. */
function pixels(samples: number, features: number): number[][] {
  let state = 1;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: samples }, () =>
    Array.from({ length: features }, () => (next() < 0.2 ? Math.round(next() * 255) / 255 : 0))
  );
}

function traceOf(layers: () => Module[], input: number[][], target: TensorLike, loss: Loss): unknown {
  manualSeed(0);
  const model = new Sequential(...layers());
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return record(model, { input, target, loss, optimizer });
}

const classes = (samples: number, of: number): number[] =>
  Array.from({ length: samples }, (_, i) => (i * 7) % of);

/** Functions that record a network's trace, by the network's name. */
export const networks: Record<string, () => unknown> = {
  '2-4-1': () =>
    traceOf(
      () => [new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid()],
      [[0.5, -1.2]],
      [[1]],
      new BCELoss()
    ),
  '16-64-64-3': () =>
    traceOf(
      () => [
        new Linear(16, 64),
        new ReLU(),
        new Linear(64, 64),
        new ReLU(),
        new Linear(64, 3),
        new Softmax()
      ],
      pixels(8, 16),
      classes(8, 3).map(c => [0, 1, 2].map(j => Number(j === c))),
      new BCELoss()
    ),
  '784-128-10': () =>
    traceOf(
      () => [new Linear(784, 128), new ReLU(), new Linear(128, 10)],
      pixels(32, 784),
      classes(32, 10),
      new CrossEntropyLoss()
    )
};
