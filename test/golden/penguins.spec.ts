/** The source article's program on real data: its printed output, losses and weights equal PyTorch's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BCELoss, DataLoader, Linear, SGD, Sequential, Sigmoid, Tensor, manualSeed } from '../../src/engine';
import { expectClose, penguinsCases } from './cases';

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
