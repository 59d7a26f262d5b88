// TensorFlow.js, float32. Option: the backend, cpu or wasm.
import { createRequire } from 'node:module';
import { fiveLosses, serve } from '../serve.mjs';
import { meanSquare } from '../workloads.mjs';

const require = createRequire(`${process.env.BENCH_NPM}/`);
const tf = require('@tensorflow/tfjs');

await serve(async ({ option, sizes, batch, activation, loss, lr }, arrays) => {
  if (option === 'wasm') require('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend(option))) throw new Error(`no backend ${option} here`);
  await tf.ready();
  const bend = {
    sigmoid: z => tf.sigmoid(z),
    relu: z => tf.relu(z),
    gelu: z => {
      const cubic = tf.mul(tf.mul(z, z), z);
      return tf.mul(
        tf.mul(z, 0.5),
        tf.add(tf.tanh(tf.mul(tf.add(z, tf.mul(cubic, 0.044715)), Math.sqrt(2 / Math.PI))), 1)
      );
    }
  }[activation];
  const float = (values, shape) => tf.tensor(Float32Array.from(values), shape);
  const x = float(arrays.x, [batch, sizes[0]]);
  const weights = sizes
    .slice(1)
    .map((m, i) => tf.variable(float(arrays[`w${i}`], [m, sizes[i]]).transpose()));
  const biases = sizes.slice(1).map((m, i) => tf.variable(float(arrays[`b${i}`], [m])));
  const forward = (input, w = weights, b = biases) => {
    let a = input;
    w.forEach((weight, i) => {
      a = tf.add(tf.matMul(a, weight), b[i]);
      if (i < w.length - 1 || loss === 'bce') a = bend(a);
    });
    return a;
  };
  const version = tf.version.tfjs;
  const done = tensors => tensors.map(t => t.dataSync());
  if (loss === 'none') {
    const step = () => tf.tidy(() => forward(x).dataSync());
    return { step, check: () => [meanSquare(step())], version };
  }
  if (loss === 'backward') {
    const dy = float(arrays.y, [batch, sizes.at(-1)]);
    const both = tf.valueAndGrads((input, w0, b0, w1, b1) => forward(input, [w0, w1], [b0, b1]));
    const parameters = [x, weights[0], biases[0], weights[1], biases[1]];
    const step = () =>
      tf.tidy(() => {
        const { value, grads } = both(parameters, dy);
        return done([value, grads[0], grads[1], grads[3], grads[2], grads[4]]);
      });
    return { step, check: () => step().slice(0, 4).map(meanSquare), version };
  }
  const classes = sizes.at(-1);
  const y =
    loss === 'bce'
      ? float(arrays.y, [batch, 1])
      : tf.oneHot(tf.tensor1d(Int32Array.from(arrays.y), 'int32'), classes).toFloat();
  const lossOf = () => {
    const out = forward(x);
    if (loss === 'ce') return tf.losses.softmaxCrossEntropy(y, out);
    const yes = tf.mul(y, tf.log(out));
    const no = tf.mul(tf.sub(1, y), tf.log(tf.sub(1, out)));
    return tf.neg(tf.mean(tf.add(yes, no)));
  };
  const optimizer = tf.train.sgd(lr);
  const step = () => optimizer.minimize(lossOf, false);
  const stepWithLoss = () => {
    const value = optimizer.minimize(lossOf, true);
    const [number] = value.dataSync();
    value.dispose();
    return number;
  };
  return { step, check: () => fiveLosses(stepWithLoss), finish: () => weights[0].data(), version };
});
