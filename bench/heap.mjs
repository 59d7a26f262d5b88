// node --expose-gc bench/heap.mjs [STEPS]: how much the heap grows during training of W2, and how much is allocated.
import { createRequire } from 'node:module';
import { PerformanceObserver } from 'node:perf_hooks';
import { WORKLOADS, arrays } from './workloads.mjs';

const engine = createRequire(import.meta.url)(process.env.STEPGRAD_ENGINE ?? '../dist/engine/index.js');
const { CrossEntropyLoss, Linear, ReLU, SGD, Sequential, Tensor, trainStep } = engine;
const steps = Number(process.argv[2] ?? 10_000);
const { sizes, batch, lr } = WORKLOADS.W2;
const data = arrays('W2');
const model = new Sequential(new Linear(sizes[0], sizes[1]), new ReLU(), new Linear(sizes[1], sizes[2]));
const loss = new CrossEntropyLoss();
const optimizer = new SGD(model.parameters(), { lr });
const x = new Tensor([batch, sizes[0]], data.x);
const y = new Tensor([batch], data.y);

/** Memory in use, in bytes: V8's heap, and the heap plus typed arrays, which are outside it. */
const used = () => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { heapUsed, all: heapUsed + external + arrayBuffers };
};
let collections = 0;
new PerformanceObserver(list => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] });

for (let i = 0; i < 300; i++) trainStep(model, loss, optimizer, x, y);
gc();
used();
gc();
const before = used();
for (let i = 0; i < steps; i++) trainStep(model, loss, optimizer, x, y);
const dirty = used();
gc();
const after = used();
await new Promise(resolve => setTimeout(resolve, 20)); // lets the observer run
console.log(
  JSON.stringify({
    steps,
    grown: after.all - before.all,
    allocated: dirty.heapUsed - before.heapUsed,
    collections
  })
);
