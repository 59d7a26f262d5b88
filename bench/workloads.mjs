// The workloads: the same data and initial weights for all peers, from one seed. All numbers are representable in
// float32, so that float32 peers start with the same ones.

/** Dense networks; W4f and W4b are a Transformer's feed-forward layer, 64 tokens at a time. */
export const WORKLOADS = {
  W1: {
    sizes: [2, 4, 1],
    activation: 'sigmoid',
    loss: 'bce',
    batch: 10,
    lr: 0.01,
    what: 'the article’s 2–4–1, sigmoid, BCE, SGD, batch 10'
  },
  W2: {
    sizes: [784, 128, 10],
    activation: 'relu',
    loss: 'ce',
    batch: 32,
    lr: 0.01,
    what: '784–128–10, ReLU, cross-entropy, SGD, batch 32'
  },
  W3: {
    sizes: [64, 256, 256, 10],
    activation: 'relu',
    loss: 'ce',
    batch: 128,
    lr: 0.01,
    what: '64–256–256–10, ReLU, cross-entropy, SGD, batch 128'
  },
  W4f: {
    sizes: [384, 1536, 384],
    activation: 'gelu',
    loss: 'none',
    batch: 64,
    what: 'feed-forward layer 384→1536→384, GELU (tanh), 64 tokens: forward'
  },
  W4b: {
    sizes: [384, 1536, 384],
    activation: 'gelu',
    loss: 'backward',
    batch: 64,
    what: 'feed-forward layer of W4f, forward and backward (gradients of weights, biases and input)'
  }
};

/** Tommy Ettinger's mulberry32. */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The arrays of a workload as Float64Arrays: `x` (batch × first size), `y` (batch × 1 with 0 and 1, or one class per
 * sample, or ∂L/∂output), `w0`, `b0`, `w1`, … (weights out × in, uniform in ±1/√in).
 */
export function arrays(name) {
  const { sizes, batch, loss } = WORKLOADS[name];
  const random = generator(20260801);
  const uniform = (n, bound) =>
    Float64Array.from({ length: n }, () => Math.fround((2 * random() - 1) * bound));
  const outputs = sizes.at(-1);
  const result = { x: uniform(batch * sizes[0], 1) };
  result.y =
    loss === 'bce'
      ? Float64Array.from({ length: batch }, (_, s) => Number(result.x[2 * s] + result.x[2 * s + 1] > 0))
      : loss === 'ce'
        ? Float64Array.from({ length: batch }, () => Math.floor(random() * outputs))
        : uniform(batch * outputs, 1);
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const bound = 1 / Math.sqrt(sizes[layer]);
    result[`w${layer}`] = uniform(sizes[layer + 1] * sizes[layer], bound);
    result[`b${layer}`] = uniform(sizes[layer + 1], bound);
  }
  return result;
}

/** The mean square: W4's peers are compared by it before the timing. */
export const meanSquare = values => values.reduce((sum, v) => sum + v * v, 0) / values.length;
