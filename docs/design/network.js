// The mock-up's numbers: a 2–3–1 network (tanh, sigmoid), four standardised penguins, one step of SGD.
const samples = [
  { x: [0.5, -1.2], y: 1 },
  { x: [-0.9, 0.7], y: 0 },
  { x: [1.1, -0.6], y: 1 },
  { x: [-0.4, 1.0], y: 0 }
];
const eta = 0.5;
const before = {
  w1: [
    [0.62, -0.48],
    [-0.21, 0.45],
    [-0.93, 0.58]
  ],
  b1: [-0.48, 0.36, 0.42],
  w2: [-0.33, 0.52, 0.18],
  b2: 0.16
};

/** z and a of each layer, and the loss of one sample. */
function forward(p, { x, y }) {
  const z1 = p.w1.map((row, i) => row[0] * x[0] + row[1] * x[1] + p.b1[i]);
  const a1 = z1.map(Math.tanh);
  const z2 = p.w2.reduce((sum, w, i) => sum + w * a1[i], p.b2);
  const a2 = 1 / (1 + Math.exp(-z2));
  return { x, y, z1, a1, z2, a2, loss: -Math.log(y ? a2 : 1 - a2) };
}

/** One sample's gradients of its own loss; the batch's are the means. */
function backward(p, f) {
  const d2 = f.a2 - f.y;
  const d1 = p.w2.map((w, i) => w * d2 * (1 - f.a1[i] ** 2));
  return {
    d2,
    d1,
    w2: f.a1.map(a => a * d2),
    b2: d2,
    w1: d1.map(d => f.x.map(x => d * x)),
    b1: d1
  };
}

const mean = values => values.reduce((sum, v) => sum + v, 0) / values.length;
const passes = samples.map(s => forward(before, s));
const shares = passes.map(f => backward(before, f));
const grad = {
  w1: before.w1.map((row, i) => row.map((_, j) => mean(shares.map(s => s.w1[i][j])))),
  b1: before.b1.map((_, i) => mean(shares.map(s => s.b1[i]))),
  w2: before.w2.map((_, i) => mean(shares.map(s => s.w2[i]))),
  b2: mean(shares.map(s => s.b2))
};
const after = {
  w1: before.w1.map((row, i) => row.map((w, j) => w - eta * grad.w1[i][j])),
  b1: before.b1.map((b, i) => b - eta * grad.b1[i]),
  w2: before.w2.map((w, i) => w - eta * grad.w2[i]),
  b2: before.b2 - eta * grad.b2
};
const again = samples.map(s => forward(after, s));
const batchLoss = mean(passes.map(f => f.loss));
const batchAgain = mean(again.map(f => f.loss));
