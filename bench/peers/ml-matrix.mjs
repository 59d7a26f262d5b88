// ml-matrix: a matrix library; the network is written with its matrix products.
import { createRequire } from 'node:module';
import { fiveLosses, serve, versionOf } from '../serve.mjs';

const require = createRequire(`${process.env.BENCH_NPM}/`);
const { Matrix } = require('ml-matrix');

await serve(({ sizes, batch, activation, loss, lr }, arrays) => {
  if (loss !== 'bce' && loss !== 'ce') throw new Error('not written for this workload');
  const sigmoid = activation === 'sigmoid';
  const f = m => {
    for (let i = 0; i < m.rows; i++) {
      for (let j = 0; j < m.columns; j++) {
        const z = m.get(i, j);
        m.set(i, j, sigmoid ? 1 / (1 + Math.exp(-z)) : z > 0 ? z : 0);
      }
    }
    return m;
  };
  const back = (grad, a) => {
    for (let i = 0; i < a.rows; i++) {
      for (let j = 0; j < a.columns; j++) {
        const v = a.get(i, j);
        grad.set(i, j, grad.get(i, j) * (sigmoid ? v * (1 - v) : v > 0 ? 1 : 0));
      }
    }
    return grad;
  };
  const layers = sizes.slice(1).map((m, i) => ({
    wT: Matrix.from1DArray(m, sizes[i], arrays[`w${i}`]).transpose(),
    b: Array.from(arrays[`b${i}`])
  }));
  const x = Matrix.from1DArray(batch, sizes[0], arrays.x);
  const { y } = arrays;
  const step = () => {
    const outputs = [x];
    layers.forEach(({ wT, b }, i) => {
      const z = outputs[i].mmul(wT).addRowVector(b);
      outputs.push(i < layers.length - 1 || loss === 'bce' ? f(z) : z);
    });
    const out = outputs.at(-1);
    const grad = new Matrix(out.rows, out.columns);
    let total = 0;
    for (let s = 0; s < batch; s++) {
      if (loss === 'bce') {
        const p = out.get(s, 0);
        total -= y[s] * Math.log(p) + (1 - y[s]) * Math.log(1 - p);
        grad.set(s, 0, (p - y[s]) / (p * (1 - p)) / batch);
      } else {
        const row = out.getRow(s);
        const most = Math.max(...row);
        const exps = row.map(v => Math.exp(v - most));
        const sum = exps.reduce((a, b) => a + b);
        exps.forEach((e, c) => grad.set(s, c, (e / sum - (c === y[s] ? 1 : 0)) / batch));
        total -= Math.log(exps[y[s]] / sum);
      }
    }
    let flow = grad;
    for (let i = layers.length - 1; i >= 0; i--) {
      if (i < layers.length - 1 || loss === 'bce') back(flow, outputs[i + 1]);
      const gw = outputs[i].transpose().mmul(flow);
      const gb = flow.sum('column');
      const next = i > 0 ? flow.mmul(layers[i].wT.transpose()) : null;
      layers[i].wT.sub(gw.mul(lr));
      layers[i].b = layers[i].b.map((b, j) => b - lr * gb[j]);
      flow = next;
    }
    return total / batch;
  };
  return { step, check: () => fiveLosses(step), version: versionOf('ml-matrix') };
});
