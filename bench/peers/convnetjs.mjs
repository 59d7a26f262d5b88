// convnetjs: one sample at a time, update after the batch. Its layers are called as its trainer does; it has no BCE,
// so the slope of BCE is set as the gradient of the last layer's output.
import { createRequire } from 'node:module';
import { fiveLosses, serve, versionOf } from '../serve.mjs';

const require = createRequire(`${process.env.BENCH_NPM}/`);
const convnet = require('convnetjs');

await serve(({ sizes, batch, activation, loss, lr }, arrays) => {
  if (loss !== 'bce' && loss !== 'ce') throw new Error('not written for this workload');
  const net = new convnet.Net();
  const hidden = sizes.slice(1, -1).map(n => ({ type: 'fc', num_neurons: n, activation }));
  const last =
    loss === 'ce'
      ? [{ type: 'softmax', num_classes: sizes.at(-1) }]
      : [
          { type: 'fc', num_neurons: 1, activation },
          { type: 'regression', num_neurons: 1 }
        ];
  net.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] }, ...hidden, ...last]);
  if (loss === 'bce') net.layers.splice(-2); // the regression layer and the dense layer that it adds
  net.layers
    .filter(layer => layer.layer_type === 'fc')
    .forEach((layer, i) => {
      layer.filters.forEach((filter, j) => {
        for (let k = 0; k < sizes[i]; k++) filter.w[k] = arrays[`w${i}`][j * sizes[i] + k];
      });
      for (let j = 0; j < sizes[i + 1]; j++) layer.biases.w[j] = arrays[`b${i}`][j];
    });
  const samples = Array.from({ length: batch }, (_, s) => {
    const v = new convnet.Vol(1, 1, sizes[0]);
    for (let k = 0; k < sizes[0]; k++) v.w[k] = arrays.x[s * sizes[0] + k];
    return v;
  });
  const { layers } = net;
  const parameters = net.getParamsAndGrads();
  const oneSample = (x, y) => {
    let act = layers[0].forward(x, true);
    for (let i = 1; i < layers.length; i++) act = layers[i].forward(act, true);
    if (loss === 'ce') {
      const value = layers.at(-1).backward(y);
      for (let i = layers.length - 2; i >= 0; i--) layers[i].backward();
      return value;
    }
    const p = act.w[0];
    act.dw[0] = (p - y) / (p * (1 - p));
    for (let i = layers.length - 1; i >= 0; i--) layers[i].backward();
    return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
  };
  const step = () => {
    let total = 0;
    for (let s = 0; s < batch; s++) total += oneSample(samples[s], arrays.y[s]);
    for (const { params, grads } of parameters) {
      for (let i = 0; i < params.length; i++) {
        params[i] -= (lr * grads[i]) / batch;
        grads[i] = 0;
      }
    }
    return total / batch;
  };
  return { step, check: () => fiveLosses(step), version: versionOf('convnetjs') };
});
