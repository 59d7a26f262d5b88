/** From the second step on, training allocates no tensor and does not grow the heap. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  Adam,
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  FeedForward,
  LayerNorm,
  Linear,
  Loss,
  MSELoss,
  Module,
  Optimizer,
  ReLU,
  SGD,
  Sequential,
  Sigmoid,
  Tensor,
  manualSeed,
  trainStep
} from '../../src/engine';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

type Setting = [
  string,
  () => { model: Module; loss: Loss; input: Tensor; target: Tensor; optimizer: Optimizer }
];

const filled = (shape: number[], f: (i: number) => number): Tensor => {
  const tensor = new Tensor(shape);
  tensor.data.forEach((_, i) => (tensor.data[i] = f(i)));
  return tensor;
};

/** 784–128–10, ReLU, cross-entropy, batch 32. */
const w2: Setting = [
  'W2',
  () => {
    const model = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
    const target = filled([32], i => i % 10);
    const optimizer = new SGD(model.parameters(), { lr: 0.01 });
    return { model, loss: new CrossEntropyLoss(), input: filled([32, 784], Math.sin), target, optimizer };
  }
];

const settings: Setting[] = [
  w2,
  [
    'W1',
    () => {
      const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
      const optimizer = new SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
      return {
        model,
        loss: new BCELoss(),
        input: filled([10, 2], Math.sin),
        target: filled([10, 1], i => i % 2),
        optimizer
      };
    }
  ],
  [
    'a feed-forward layer with Adam',
    () => {
      const model = new Sequential(new LayerNorm(12), new FeedForward(12, 48), new Linear(12, 3));
      const optimizer = new Adam(model.parameters(), { lr: 0.01 });
      return {
        model,
        loss: new MSELoss(),
        input: filled([7, 12], Math.sin),
        target: filled([7, 3], Math.cos),
        optimizer
      };
    }
  ],
  [
    'BCE with logits',
    () => {
      const model = new Linear(50, 3);
      const optimizer = new SGD(model.parameters(), { lr: 0.01, weightDecay: 0.1 });
      return {
        model,
        loss: new BCEWithLogitsLoss(),
        input: filled([30, 50], Math.sin),
        target: filled([30, 3], i => i % 2),
        optimizer
      };
    }
  ]
];

it.each(settings)('%s: allocates no typed array after the first step', (_, make) => {
  manualSeed(1);
  const { model, loss, optimizer, input, target } = make();
  trainStep(model, loss, optimizer, input, target);
  let made = 0;
  const original = Float64Array;
  const subarray = jest.spyOn(Float64Array.prototype, 'subarray');
  const slice = jest.spyOn(Float64Array.prototype, 'slice');
  globalThis.Float64Array = new Proxy(original, {
    construct(type, args) {
      made++;
      return Reflect.construct(type, args) as object;
    }
  });
  try {
    for (let i = 0; i < 5; i++) {
      trainStep(model, loss, optimizer, input, target);
    }
    expect([made, subarray.mock.calls.length, slice.mock.calls.length]).toEqual([0, 0, 0]);
  } finally {
    globalThis.Float64Array = original;
    jest.restoreAllMocks();
  }
});

it('does not grow the heap while training W2 (npm run bench: 10 000 steps)', () => {
  manualSeed(1);
  const { model, loss, optimizer, input, target } = w2[1]();
  const train = (steps: number): void => {
    for (let i = 0; i < steps; i++) {
      trainStep(model, loss, optimizer, input, target);
    }
  };
  const used = (): number => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  train(300); // warm-up: compiled code is on the heap too
  used();
  const before = used();
  train(1000);
  // Less than one 8-byte number per step, plus 200 kB for code compiled late.
  expect(used() - before).toBeLessThan(200_000 + 8 * 1000);
});

it('backwardParameters gives the same parameter gradients as backward', () => {
  const layer = new Linear(3, 2);
  const x = new Tensor([1, 3], Float64Array.of(1, 2, 3));
  const gradient = new Tensor([1, 2], Float64Array.of(1, -1));
  layer.forward(x);
  layer.backwardParameters(gradient);
  const alone = layer.weight.grad.clone();
  layer.weight.grad.data.fill(0);
  expect(layer.backward(gradient).shape).toEqual([1, 3]);
  expect(layer.weight.grad).toEqual(alone);
});
