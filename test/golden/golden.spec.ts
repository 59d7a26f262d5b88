/** The engine against PyTorch 2.13, number by number: see make.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BCELoss,
  DataLoader,
  Generator,
  Linear,
  SGD,
  Sequential,
  Sigmoid,
  Tensor,
  manualSeed
} from '../../src/engine';
import { defaultGenerator } from '../../src/engine/random';
import {
  NetworkCase,
  drawsCases,
  expectClose,
  loaderCases,
  networkCases,
  penguinsCases,
  setUp
} from './cases';

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

describe('random numbers, to the last bit', () => {
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
    const loader = new DataLoader({ input: column, target: column }, c);
    const epochs = c.epochs.map(() => [...loader].map(batch => Array.from(batch.input.data)));
    expect(epochs).toEqual(c.epochs);
    expect(defaultGenerator.uniform()).toBe(c.next);
  });
});

describe("the article's program on penguins", () => {
  const { x, y } = penguins();

  it.each(penguinsCases().map(c => [c.name, c] as const))('%s', (_, c) => {
    manualSeed(0);
    const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
    const loss = new BCELoss();
    const optimizer = new SGD(model.parameters(), { lr: c.lr });
    const loader = new DataLoader({ input: x, target: y }, { batchSize: 10, shuffle: true });
    const losses: number[] = [];
    const printed: string[] = [];
    for (let epoch = 1; epoch <= c.epochs; epoch++) {
      let last = 0;
      for (const { input, target } of loader) {
        optimizer.zeroGrad();
        last = loss.forward(model.forward(input), target);
        model.backward(loss.backward());
        optimizer.step();
      }
      losses.push(last);
      if (epoch % 10 === 0) {
        printed.push(`Epoch [${epoch}/${c.epochs}], Loss: ${last.toFixed(4)}`);
      }
    }
    expect(printed).toEqual(c.printed);
    expectClose(Tensor.from(losses), c.losses, `${c.name}, loss`);
    for (const [name, p] of model.namedParameters()) {
      expectClose(p, c.state[name], `${c.name}, ${name}`);
    }
    const outputs = model.forward(x);
    expectClose(Tensor.from([loss.forward(outputs, y)]), [c.lossOverAll], `${c.name}, loss over all`);
    const right = y.filter(([target], i) => outputs.data[i] > 0.5 === (target === 1)).length;
    expect(right / y.length).toBe(c.accuracy);
  });
});

/** Bills, standardised over all rows; the target is 1 for a gentoo. */
function penguins(): { x: number[][]; y: number[][] } {
  const file = join(__dirname, '../../notebooks/data/penguins.csv');
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const fields = rows.map(row => row.split(','));
  const columns = [1, 2].map(k => standardised(fields.map(row => Number(row[k]))));
  const x = fields.map((_row, i) => columns.map(column => column[i]));
  return { x, y: fields.map(([species]) => [species === 'Gentoo' ? 1 : 0]) };
}

function standardised(values: number[]): number[] {
  const mean = (of: number[]): number => of.reduce((total, value) => total + value, 0) / of.length;
  const middle = mean(values);
  const spread = Math.sqrt(mean(values.map(value => (value - middle) ** 2)));
  return values.map(value => (value - middle) / spread);
}
