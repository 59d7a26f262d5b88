/** Outputs as a saved notebook holds them. */
import { BCELoss, Linear, SGD, Sequential, Sigmoid, Tanh, gradcheck, manualSeed } from '../../src/engine';
import { Trace, ViewOptions, encodeReport, record, snapshotModel } from '../../src/trace';

const plain = (x: object): object => JSON.parse(JSON.stringify(x)) as object;

const network = (): Sequential => {
  manualSeed(4);
  return new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1), new Sigmoid());
};
const data = { input: [[1, -2], [0.5, 3]], target: [[1], [0]], loss: new BCELoss() }; // prettier-ignore

export function tracePayload(view?: ViewOptions): Trace {
  const model = network();
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const trace = plain(record(model, { ...data, optimizer })) as Trace;
  return { ...trace, modelId: 'm1', ...(view && { view }) };
}

export const modelPayload = (): object => plain(snapshotModel(network()));

export const checkPayload = (): object => plain(encodeReport(gradcheck(network(), data)));

/** A training run of so many epochs. */
export const historyPayload = (epochs: number): object => ({
  kind: 'history',
  version: 1,
  epochs: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), lr: 0.1 })),
  best: null
});
