import { BCELoss, Linear, SGD, Sequential, Sigmoid, manualSeed } from '../../../src/engine';
import { Trace, record } from '../../../src/trace';

/** A recorded pass of the 2–4–1 network of the first lessons: 56 operations, 17 steps by neuron, 11 by layer. */
export function trace241(options: { samples?: number; iterations?: number } = {}): Trace {
  const { samples = 1, iterations = 1 } = options;
  manualSeed(0);
  const model = new Sequential({
    linear1: new Linear(2, 4),
    sigmoid1: new Sigmoid(),
    linear2: new Linear(4, 1),
    sigmoid2: new Sigmoid()
  });
  const trace = record(model, {
    input: [
      [0.5, -1.2],
      [0, 3],
      [1, 1]
    ].slice(0, samples),
    target: [[1], [0], [1]].slice(0, samples),
    loss: new BCELoss(),
    optimizer: new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 }),
    iterations
  });
  return JSON.parse(JSON.stringify(trace)) as Trace;
}
