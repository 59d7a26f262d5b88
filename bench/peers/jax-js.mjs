// jax-js with its WebAssembly backend; every step is compiled by jit. float32.
import { pathToFileURL } from 'node:url';
import { fiveLosses, serve, versionOf } from '../serve.mjs';
import { meanSquare } from '../workloads.mjs';

const folder = `${process.env.BENCH_NPM}/node_modules/@jax-js/jax`;
const jax = await import(pathToFileURL(`${folder}/dist/index.js`).href);
const { numpy: np, nn, jit, valueAndGrad, vjp, blockUntilReady } = jax;

await serve(async ({ sizes, batch, activation, loss, lr }, arrays) => {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const version = versionOf('@jax-js/jax');
  const array = (values, shape) => np.array(Float32Array.from(values)).reshape(shape);
  const bend = { sigmoid: nn.sigmoid, relu: nn.relu, gelu: z => nn.gelu(z, { approximate: true }) }[
    activation
  ];
  const count = sizes.length - 1;
  const x = array(arrays.x, [batch, sizes[0]]);
  let parameters = [];
  for (let i = 0; i < count; i++) {
    const w = array(arrays[`w${i}`], [sizes[i + 1], sizes[i]]).transpose();
    parameters.push(w, array(arrays[`b${i}`], [sizes[i + 1]]));
  }
  parameters = await blockUntilReady(parameters);
  // Passing an array consumes it; `.ref` keeps it alive.
  const forward = (p, input) => {
    let a = input;
    for (let i = 0; i < count; i++) {
      a = np.matmul(a, p[2 * i]).add(p[2 * i + 1]);
      if (i < count - 1 || loss === 'bce') a = bend(a);
    }
    return a;
  };
  const kept = () => parameters.map(p => p.ref);
  if (loss === 'none') {
    const compiled = jit(forward);
    const run = () => compiled(kept(), x.ref);
    const step = async () => (await blockUntilReady(run())).dispose();
    return { step, check: async () => [meanSquare(await run().data())], version };
  }
  if (loss === 'backward') {
    const dy = array(arrays.y, [batch, sizes.at(-1)]);
    const compiled = jit((p, input, cotangent) => {
      const [out, pull] = vjp(forward, [p, input]);
      const [gradients, gradInput] = pull(cotangent);
      return [out, gradInput, gradients[0], gradients[2], gradients[1], gradients[3]];
    });
    const run = () => compiled(kept(), x.ref, dy.ref);
    const step = async () => (await blockUntilReady(run())).forEach(a => a.dispose());
    const check = async () => {
      const values = await Promise.all(run().map(a => a.data()));
      return values.slice(0, 4).map(meanSquare);
    };
    return { step, check, version };
  }
  const y =
    loss === 'bce'
      ? array(arrays.y, [batch, 1])
      : nn.oneHot(np.array(Int32Array.from(arrays.y)), sizes.at(-1));
  const lossOf = (p, input, target) => {
    const out = forward(p, input);
    if (loss === 'ce') return np.mean(np.sum(nn.logSoftmax(out, -1).mul(target), 1)).neg();
    const yes = np.log(out.ref).mul(target.ref);
    const no = np.log(np.array(1).sub(out)).mul(np.array(1).sub(target));
    return np.mean(yes.add(no)).neg();
  };
  const compiled = jit((p, input, target) => {
    const [value, gradients] = valueAndGrad(lossOf)(
      p.map(q => q.ref),
      input,
      target
    );
    return [value, p.map((q, i) => q.sub(gradients[i].mul(lr)))];
  });
  const run = () => {
    const [value, next] = compiled(parameters, x.ref, y.ref);
    parameters = next;
    return value;
  };
  const step = async () => {
    run().dispose();
    await blockUntilReady(parameters);
  };
  return { step, check: () => fiveLosses(async () => (await run().data())[0]), version };
});
