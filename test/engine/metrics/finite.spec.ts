/** No metric of a diverged model looks good: NaN and infinite numbers are refused, and fit ends as diverged. */
import * as metrics from '../../../src/engine/metrics';
import {
  Linear,
  MSELoss,
  Metric,
  SGD,
  Sequential,
  Sigmoid,
  Tensor,
  evaluate,
  fit,
  manualSeed
} from '../../../src/engine';

const every = Object.entries(metrics).map(([name, metric]) => [name, metric as Metric] as const);
const good = { output: [0.2, 0.9, 0.8, 0.4], target: [0, 1, 1, 0] };
const rows = { output: [0.8, 0.2, 0.1, 0.9, 0.2, 0.8, 0.6, 0.4], target: [1, 0, 0, 1, 0, 1, 1, 0] };

const broken = (numbers: number[], shape: number[], at: number, value: number): Tensor => {
  const tensor = new Tensor(shape, Float64Array.from(numbers));
  tensor.data[at] = value;
  return tensor;
};

describe.each(every)('%s', (_name, metric) => {
  it.each([NaN, Infinity, -Infinity])('refuses %d in outputs and targets, single or in rows', bad => {
    const says = (place: string): string =>
      `A metric expects finite numbers, got ${bad}: ${place}. Has the training diverged? Then try a smaller learning rate.`;
    for (const at of [0, 1, 2, 3]) {
      const [output, target] = [broken(good.output, [4], at, bad), broken(good.target, [4], at, bad)];
      expect(() => metric(output, new Tensor([4], Float64Array.from(good.target)))).toThrow(
        new RangeError(says(`output[${at}]`))
      );
      expect(() => metric(new Tensor([4], Float64Array.from(good.output)), target)).toThrow(
        new RangeError(says(`target[${at}]`))
      );
    }
    expect(() =>
      metric(broken(rows.output, [4, 2], 5, bad), new Tensor([4, 2], Float64Array.from(rows.target)))
    ).toThrow(says('output[2,1]'));
    expect(() =>
      metric(new Tensor([4, 2], Float64Array.from(rows.output)), broken(rows.target, [4, 2], 6, bad))
    ).toThrow(says('target[3,0]'));
  });
});

describe('a model that diverges', () => {
  const train = { input: [[1], [2], [3], [4]], target: [[0], [1], [1], [0]] };
  const looksGood: Metric = () => 1;
  const named = Object.fromEntries(every.filter(([, metric]) => typeof metric(new Tensor([2], Float64Array.of(0, 1)), new Tensor([2], Float64Array.of(0, 1))) === 'number')); // prettier-ignore

  it('ends fit as diverged, with metrics of NaN instead of an error', async () => {
    manualSeed(0);
    const model = new Sequential(new Linear(1, 1), new Sigmoid());
    const optimizer = new SGD(model.parameters(), { lr: 0.1 });
    const history = await fit(model, {
      train,
      loss: new MSELoss(),
      optimizer,
      epochs: 30,
      onStep: ({ epoch }) => {
        model.parameters()[0].data[0] = epoch === 3 ? NaN : 0.5;
      },
      metrics: { ...named, looksGood }
    });
    expect([history.stopped, history.epochs.length]).toEqual(['diverged', 4]);
    const last = history.epochs.at(-1)!.metrics!;
    expect(Object.keys(last).length).toBeGreaterThan(5);
    expect(Object.values(last).every(Number.isNaN)).toBe(true);
  });

  it('has metrics of NaN in evaluate, also where the loss is infinite', () => {
    const model = new Sequential(new Linear(1, 1));
    model.parameters()[0].data[0] = Infinity;
    const { loss, metrics: found } = evaluate(model, train, { loss: new MSELoss(), metrics: { looksGood } });
    expect([loss, found.looksGood]).toEqual([Infinity, NaN]);
  });
});
