// The engine, as published. Option: the kernels ('webassembly', 'typescript', 'readable').
import { createRequire } from 'node:module';
import { fiveLosses, serve } from '../serve.mjs';
import { meanSquare } from '../workloads.mjs';

const engine = createRequire(import.meta.url)(process.env.STEPGRAD_ENGINE ?? '../../dist/engine/index.js');
const { BCELoss, CrossEntropyLoss, GELU, Linear, ReLU, SGD, Sequential, Sigmoid, Tensor } = engine;
const { reusingBuffers, trainStep, useKernels } = engine;

await serve((workload, arrays) => {
  const { sizes, batch, activation, loss, lr } = workload;
  const used = useKernels(workload.option ?? 'webassembly');
  if (used !== (workload.option ?? 'webassembly')) throw new Error('no WebAssembly SIMD here');
  const activations = {
    sigmoid: () => new Sigmoid(),
    relu: () => new ReLU(),
    gelu: () => new GELU({ approximate: 'tanh' })
  };
  const layers = sizes.slice(1).flatMap((size, i) => [new Linear(sizes[i], size), activations[activation]()]);
  if (loss !== 'bce') layers.pop();
  const model = new Sequential(...layers);
  const linears = layers.filter(layer => layer instanceof Linear);
  linears.forEach((linear, i) => {
    linear.weight.data.set(arrays[`w${i}`]);
    linear.bias.data.set(arrays[`b${i}`]);
  });
  const x = new Tensor([batch, sizes[0]], arrays.x);
  if (loss === 'bce' || loss === 'ce') {
    const y = new Tensor(loss === 'bce' ? [batch, 1] : [batch], arrays.y);
    const criterion = loss === 'bce' ? new BCELoss() : new CrossEntropyLoss();
    const optimizer = new SGD(model.parameters(), { lr });
    const step = () => trainStep(model, criterion, optimizer, x, y);
    return { step, check: () => fiveLosses(step) };
  }
  const gradient = new Tensor([batch, sizes.at(-1)], arrays.y);
  const parameters = model.parameters();
  const run = () => {
    if (loss === 'none') return [model.forward(x).data];
    for (const parameter of parameters) parameter.grad.data.fill(0);
    const output = model.forward(x);
    return [output.data, model.backward(gradient).data, ...linears.map(l => l.weight.grad.data)];
  };
  return { step: () => reusingBuffers(run), check: () => run().map(meanSquare) };
});
