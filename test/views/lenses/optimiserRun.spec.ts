import { BCELoss, Linear, Sequential, Sigmoid, manualSeed } from '../../../src/engine';
import { Options, optimizers } from '../../../src/engine/registry';
import { quantity } from '../../../src/engine/formula/expression';
import { decodeTensor, record } from '../../../src/trace';
import { defaultsOf, runOptimiser } from '../../../src/views/lenses/optimiserRun';

const symbols = {
  weight: quantity({ name: 'w' }, 'weight', NaN),
  grad: quantity({ name: 'g' }, 'gradient', NaN)
};
const options: Options[] = [
  { lr: 0.1 },
  { lr: 0.1, weightDecay: 0.2 },
  { lr: 0.05, momentum: 0.9, nesterov: true },
  { lr: 0.05, amsgrad: true }
];
const cases = Object.keys(optimizers).flatMap(type =>
  options
    .filter(told => Object.keys(told).every(key => key in defaultsOf(type)))
    .map(told => [type, told] as const)
);

test.each(cases)('repeats the steps of the trace: %s with %p', (type, told) => {
  manualSeed(0);
  const model = new Sequential(new Linear(2, 3), new Sigmoid(), new Linear(3, 1), new Sigmoid());
  const optimizer = optimizers[type].from(model.parameters(), told);
  const trace = record(model, {
    input: [
      [0.5, -1.2],
      [0, 3]
    ],
    target: [[1], [0]],
    loss: new BCELoss(),
    optimizer,
    iterations: 4
  });
  for (const { param, before } of trace.iterations[0].update) {
    for (let i = 0; i < decodeTensor(before).data.length; i++) {
      const mine = trace.iterations.map(({ update }) => update.find(each => each.param === param)!);
      const met = mine.map(each => ({
        weight: decodeTensor(each.before).data[i],
        grad: decodeTensor(each.grad).data[i]
      }));
      const run = runOptimiser(type, { ...defaultsOf(type), ...told }, met, symbols);
      run.forEach(({ before: was, step, after, chain }, k) => {
        expect(was).toBe(met[k].weight);
        expect(after).toBe(decodeTensor(mine[k].after).data[i]);
        expect(step).toBe(decodeTensor(mine[k].step).data[i]);
        // The chain, computed by its formulas, comes to the same step but for the last digits.
        expect(chain[chain.length - 1].value).toBeCloseTo(step, 12);
      });
    }
  }
});

test('runs every optimiser with its defaults', () => {
  for (const type of Object.keys(optimizers)) {
    expect(defaultsOf(type).lr).toBeGreaterThan(0);
  }
});
