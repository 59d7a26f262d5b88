// brain.js: sigmoid networks, trained sample by sample on the squared error; it has neither batches nor other losses.
// Its own algorithm is timed, ten samples per step; the loss before the first step checks that it starts with the
// same network.
import { createRequire } from 'node:module';
import { serve, versionOf } from '../serve.mjs';

const require = createRequire(`${process.env.BENCH_NPM}/`);
const brain = require('brain.js');

await serve(({ sizes, batch, activation, lr }, arrays) => {
  if (activation !== 'sigmoid') throw new Error('not written for this workload');
  const net = new brain.NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation });
  Object.assign(net.trainOpts, { learningRate: lr, momentum: 0 }); // set directly: its option check rejects 0
  net.sizes = sizes;
  net.initialize();
  for (let layer = 1; layer < sizes.length; layer++) {
    const n = sizes[layer - 1];
    for (let j = 0; j < sizes[layer]; j++) {
      net.biases[layer][j] = arrays[`b${layer - 1}`][j];
      for (let k = 0; k < n; k++) net.weights[layer][j][k] = arrays[`w${layer - 1}`][j * n + k];
    }
  }
  const samples = Array.from({ length: batch }, (_, s) => ({
    input: Float32Array.from(arrays.x.subarray(s * sizes[0], (s + 1) * sizes[0])),
    output: [arrays.y[s]]
  }));
  const step = () => {
    for (const sample of samples) net.trainPattern(sample);
  };
  const check = () => {
    let total = 0;
    for (const { input, output } of samples) {
      const [p] = net.runInput(input);
      total -= output[0] * Math.log(p) + (1 - output[0]) * Math.log(1 - p);
    }
    return [total / batch];
  };
  return { step, check, version: versionOf('brain.js') };
});
