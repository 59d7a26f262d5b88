// node --expose-gc bench/heap.mjs [STEPS]: what training W2 leaves on the heap, and what it allocates on the way.
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

/** Everything: V8's heap and what typed arrays have outside it. */
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
await new Promise(resolve => setTimeout(resolve, 20)); // the observer's turn
console.log(
  JSON.stringify({
    steps,
    grown: after.all - before.all,
    allocated: dirty.heapUsed - before.heapUsed,
    collections
  })
);
