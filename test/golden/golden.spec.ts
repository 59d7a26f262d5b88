/** The engine against PyTorch 2.13, number by number: see make.py. */
import { DataLoader, Generator, Linear, SGD, Sequential, Tensor, manualSeed } from '../../src/engine';
import { defaultGenerator } from '../../src/engine/random/random';
import { NetworkCase, drawsCases, expectClose, loaderCases, networkCases, setUp } from './cases';

describe('networks', () => {
  it.each(networkCases().map(c => [c.name, c] as const))('%s', (_, c) => {
    const { model, loss, optimizer } = setUp(c);
    c.iterations.forEach((expected, i) => {
      const where = (quantity: string): string => `${c.name}, iteration ${i}, ${quantity}`;
      if (c.zeroGrad) {
        optimizer.zeroGrad();
      }
      let a = Tensor.from(c.input);
      for (const [name, layer] of model.leaves()) {
        a = layer.forward(a);
        expectClose(a, expected.outputs[name], where(`output of ${name}`));
      }
      const value = new Tensor([1], Float64Array.of(loss.forward(a, c.target)));
      expectClose(value, [expected.loss], where('loss'));
      let grad = loss.backward();
      for (const [name, layer] of model.leaves().reverse()) {
        expectClose(grad, expected.flowGrads[name], where(`gradOutput of ${name}`));
        grad = layer.backward(grad);
      }
      expectClose(grad, expected.flowGrads.input, where('gradInput of the first layer'));
      for (const [name, p] of model.namedParameters()) {
        expectClose(p.grad, expected.grads[name], where(`${name}.grad`));
      }
      optimizer.step();
      checkStep(model, optimizer, expected, where);
    });
  });
});

function checkStep(
  model: Sequential,
  optimizer: SGD,
  expected: NetworkCase['iterations'][number],
  where: (quantity: string) => string
): void {
  for (const [name, p] of model.namedParameters()) {
    expectClose(p, expected.after[name], where(`${name} after the step`));
    const buffer = optimizer.state.get(p)?.momentumBuffer;
    expect(buffer !== undefined).toBe(name in expected.momentumBuffers);
    if (buffer) {
      expectClose(buffer, expected.momentumBuffers[name], where(`momentumBuffer of ${name}`));
    }
  }
}

describe('random numbers, bit for bit', () => {
  it.each(drawsCases().map(c => [`${c.kind} after seed ${c.seed}`, c] as const))('%s', (_, c) => {
    manualSeed(c.seed);
    if (c.kind === 'rand') {
      expect(c.values.map(() => defaultGenerator.uniform())).toEqual(c.values);
    } else if (c.kind === 'randperm') {
      const generator = new Generator(c.seed);
      expect(generator.permutation(c.n)).toEqual(c.values);
      expect(generator.uniform()).toBe(c.next);
    } else if (c.kind === 'linear') {
      const made = c.shapes.map(([n, m]) => new Linear(n, m, { bias: c.bias }));
      expect(made.map(layer => mapValues(layer.stateDict(), tensor => tensor.toArray()))).toEqual(c.states);
      expect(defaultGenerator.uniform()).toBe(c.next);
    } else {
      const made = c.values.map((_value, i) => new Linear(i + 1, 1));
      expect(made.map(layer => [layer.weight.data[0], layer.bias?.data[0]])).toEqual(c.values);
    }
  });
});

const mapValues = <T, U>(record: Record<string, T>, f: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));

describe('the order of samples', () => {
  it.each(
    loaderCases().map(
      c => [`${c.samples} by ${c.batchSize}, shuffle ${c.shuffle}, seed ${c.seed}`, c] as const
    )
  )('%s', (_, c) => {
    manualSeed(c.seed);
    new Linear(2, 4);
    const column = Array.from({ length: c.samples }, (_sample, i) => [i]);
    const { batchSize, shuffle } = c;
    const loader = new DataLoader({ input: column, target: column }, { batchSize, shuffle });
    const epochs = c.epochs.map(() => [...loader].map(batch => Array.from(batch.input.data)));
    expect(epochs).toEqual(c.epochs);
    expect(defaultGenerator.uniform()).toBe(c.next);
  });
});
