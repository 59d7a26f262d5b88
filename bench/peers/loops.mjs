// The baseline: straightforward code without optimisation. Float64Arrays, i-k-j loops, weights in × out.
import { fiveLosses, serve } from '../serve.mjs';
import { meanSquare } from '../workloads.mjs';

const transpose = (w, rows, columns) => {
  const t = new Float64Array(w.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) t[j * rows + i] = w[i * columns + j];
  return t;
};
const RATE = Math.sqrt(2 / Math.PI);
const functions = {
  sigmoid: { f: z => 1 / (1 + Math.exp(-z)), slope: (z, a) => a * (1 - a) },
  relu: { f: z => (z > 0 ? z : 0), slope: z => (z > 0 ? 1 : 0) },
  gelu: {
    f: z => 0.5 * z * (1 + Math.tanh(RATE * (z + 0.044715 * z * z * z))),
    slope: z => {
      const t = Math.tanh(RATE * (z + 0.044715 * z * z * z));
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * RATE * (1 + 3 * 0.044715 * z * z);
    }
  }
};

await serve(({ sizes, batch, activation, loss, lr }, arrays) => {
  const { f, slope } = functions[activation];
  const layers = sizes.slice(1).map((m, i) => {
    const n = sizes[i];
    return {
      n,
      m,
      w: transpose(arrays[`w${i}`], m, n),
      b: arrays[`b${i}`],
      gw: new Float64Array(n * m),
      gb: new Float64Array(m),
      z: new Float64Array(batch * m),
      a: new Float64Array(batch * m),
      gz: new Float64Array(batch * m),
      gx: new Float64Array(batch * n),
      active: i < sizes.length - 2 || loss === 'bce'
    };
  });

  function forward() {
    let x = arrays.x;
    for (const { n, m, w, b, z, a, active } of layers) {
      for (let s = 0; s < batch; s++) {
        for (let j = 0; j < m; j++) z[s * m + j] = b[j];
        for (let k = 0; k < n; k++) {
          for (let j = 0; j < m; j++) z[s * m + j] += x[s * n + k] * w[k * m + j];
        }
      }
      for (let i = 0; i < z.length; i++) a[i] = active ? f(z[i]) : z[i];
      x = a;
    }
    return x;
  }

  function backward(gradOutput, gradInput) {
    let grad = gradOutput;
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const { n, m, w, gw, gb, z, a, gz, gx, active } = layers[layer];
      const x = layer > 0 ? layers[layer - 1].a : arrays.x;
      for (let i = 0; i < z.length; i++) gz[i] = active ? grad[i] * slope(z[i], a[i]) : grad[i];
      gw.fill(0);
      gb.fill(0);
      for (let s = 0; s < batch; s++) {
        for (let j = 0; j < m; j++) gb[j] += gz[s * m + j];
        for (let k = 0; k < n; k++) {
          for (let j = 0; j < m; j++) gw[k * m + j] += x[s * n + k] * gz[s * m + j];
        }
      }
      if (layer > 0 || gradInput) {
        for (let s = 0; s < batch; s++) {
          for (let k = 0; k < n; k++) {
            let total = 0;
            for (let j = 0; j < m; j++) total += gz[s * m + j] * w[k * m + j];
            gx[s * n + k] = total;
          }
        }
        grad = gx;
      }
    }
    return grad;
  }

  const update = () => {
    for (const { w, gw, b, gb } of layers) {
      for (let i = 0; i < w.length; i++) w[i] -= lr * gw[i];
      for (let i = 0; i < b.length; i++) b[i] -= lr * gb[i];
    }
  };

  const grad = new Float64Array(batch * sizes.at(-1));
  function lossOf(out) {
    let total = 0;
    if (loss === 'bce') {
      for (let i = 0; i < batch; i++) {
        const [p, y] = [out[i], arrays.y[i]];
        total -= y * Math.log(p) + (1 - y) * Math.log(1 - p);
        grad[i] = (p - y) / (p * (1 - p)) / batch;
      }
      return total / batch;
    }
    const classes = sizes.at(-1);
    for (let s = 0; s < batch; s++) {
      let most = -Infinity;
      for (let c = 0; c < classes; c++) most = Math.max(most, out[s * classes + c]);
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += Math.exp(out[s * classes + c] - most);
      for (let c = 0; c < classes; c++) {
        const p = Math.exp(out[s * classes + c] - most) / sum;
        if (c === arrays.y[s]) total -= Math.log(p);
        grad[s * classes + c] = (p - (c === arrays.y[s] ? 1 : 0)) / batch;
      }
    }
    return total / batch;
  }

  if (loss === 'none') return { step: forward, check: () => [meanSquare(forward())] };
  if (loss === 'backward') {
    const step = () => [forward(), backward(arrays.y, true)];
    return { step, check: () => [...step(), ...layers.map(l => l.gw)].map(meanSquare) };
  }
  const step = () => {
    const value = lossOf(forward());
    backward(grad, false);
    update();
    return value;
  };
  return { step, check: () => fiveLosses(step) };
});
