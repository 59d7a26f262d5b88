import { Linear, Neuron, Sequential, Sigmoid, Tensor, manualSeed } from '../../../src/engine';

const batch = (rows: number, columns: number): Tensor => new Tensor([rows, columns]);

describe('Linear', () => {
  it('computes x Wᵀ + b', () => {
    const layer = new Linear(2, 3);
    layer.loadStateDict({
      weight: [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      bias: [10, 20, 30]
    });
    expect(layer.forward([[1, -1]]).toArray()).toEqual([[9, 19, 29]]);
    expect(layer.forward([1, -1]).toArray()).toEqual([9, 19, 29]);
  });

  it('adds to existing gradients', () => {
    const layer = new Linear(2, 1);
    layer.loadStateDict({ weight: [[3, 5]], bias: [0] });
    for (let i = 1; i <= 2; i++) {
      layer.forward([
        [1, 2],
        [3, 4]
      ]);
      expect(layer.backward([[1], [10]]).toArray()).toEqual([
        [3, 5],
        [30, 50]
      ]);
      expect(layer.weight.grad.toArray()).toEqual([[31 * i, 42 * i]]);
      expect(layer.bias?.grad.toArray()).toEqual([11 * i]);
    }
  });

  it.each([
    [0, 4, 'Linear(0, 4): inFeatures is 0, expected a whole number of at least 1, as in new Linear(2, 4).'],
    [
      2,
      2.5,
      'Linear(2, 2.5): outFeatures is 2.5, expected a whole number of at least 1, as in new Linear(2, 4).'
    ],
    [
      NaN,
      1,
      'Linear(NaN, 1): inFeatures is NaN, expected a whole number of at least 1, as in new Linear(2, 4).'
    ]
  ])('rejects Linear(%d, %d)', (n, m, message) => {
    expect(() => new Linear(n, m)).toThrow(new RangeError(message));
  });

  it('names the layer that got a batch of the wrong width', () => {
    const model = new Sequential({ linear1: new Linear(2, 4), sigmoid1: new Sigmoid() });
    expect(() => model.forward(batch(10, 3))).toThrow(
      "Linear 'linear1' expects 2 features, got 3: input is 10 × 3."
    );
    expect(() => new Linear(2, 4).forward(batch(10, 3))).toThrow('Linear expects 2 features, got 3');
  });

  it('rejects backward before forward, and a gradient of another shape', () => {
    const layer = new Linear(2, 4);
    expect(() => layer.backward(batch(1, 4))).toThrow(
      'Linear has nothing to go back over: call forward before backward.'
    );
    layer.forward(batch(10, 2));
    expect(() => layer.backward(batch(10, 2))).toThrow(
      "Linear expects in backward a gradient of its output's shape, 10 × 4, got 10 × 2."
    );
    const sigmoid = new Sigmoid();
    sigmoid.forward(batch(1, 2));
    expect(() => sigmoid.backward([1])).toThrow(
      "Sigmoid expects in backward a gradient of its output's shape"
    );
  });

  it('starts with the same weights after the same seed', () => {
    const draw = (seed: number): Tensor => (manualSeed(seed), new Linear(3, 2).weight);
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});

describe('Neuron', () => {
  it('consists of a Linear and its activation', () => {
    const neuron = new Neuron([0.5, -2], 1, 'tanh');
    expect(neuron.forward([2, 0.25]).item()).toBeCloseTo(Math.tanh(1.5), 15);
    expect(Object.keys(neuron.stateDict())).toEqual(['linear.weight', 'linear.bias']);
    expect(neuron.leaves().map(([name]) => name)).toEqual(['linear', 'tanh']);
    expect(new Neuron([1]).forward([0]).item()).toBe(0.5);
  });

  it('rejects an unknown activation and lists the known ones', () => {
    for (const wrong of ['swish', 'toString'] as unknown[]) {
      expect(() => new Neuron([1], 0, wrong as 'tanh')).toThrow(
        `Neuron: there is no activation '${String(wrong)}': expected one of sigmoid, tanh, relu`
      );
    }
  });
});
