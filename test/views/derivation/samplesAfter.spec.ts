/** @jest-environment jsdom */
import { CrossEntropyLoss, Linear, MSELoss, SGD, Sequential, manualSeed } from '../../../src/engine';
import { parseAddress, record } from '../../../src/trace';
import { samplesAfter } from '../../../src/views/derivation/samplesAfter';
import { english } from '../../../src/views/page/translate';
import { StepperModel } from '../../../src/views/state/stepperModel';

function modelOf(samples: number, classes: boolean): StepperModel {
  manualSeed(3);
  const net = new Sequential(new Linear(2, classes ? 3 : 1));
  const optimizer = new SGD(net.parameters(), { lr: 0.1 });
  const input = Array.from({ length: samples }, (_, i) => [Math.sin(i), Math.cos(i)]);
  const trace = classes
    ? record(net, {
        input,
        target: input.map((_, i) => i % 3),
        classNames: ['A', 'B', 'C'],
        loss: new CrossEntropyLoss(),
        optimizer
      })
    : record(net, { input, target: input.map(([x]) => [x]), loss: new MSELoss(), optimizer });
  const model = new StepperModel(trace, { granularity: 'layer' });
  model.goTo(model.steps - 1);
  return model;
}

const rowsOf = (table: HTMLElement): HTMLTableRowElement[] => [...table.querySelectorAll('tr')];

test('lists each sample’s output and loss before and after, and the batch’s loss below', () => {
  const model = modelOf(3, false);
  const table = samplesAfter(model, english)!;
  const rows = rowsOf(table);
  expect(rows).toHaveLength(5);
  expect(rows[0].textContent).toBe('sampleoutput ŷ →loss ℓ →');
  expect(rows[1].getAttribute('aria-current')).toBe('true');
  const values = rows.map(row =>
    [...row.querySelectorAll('.sg-number')].map(e => Number(e.getAttribute('data-value')))
  );
  for (const s of [0, 1, 2]) {
    const [before, after, was, is] = values[s + 1];
    expect([before, after]).toEqual([
      model.reader.value(parseAddress(`0.output[${s},0]`)!),
      model.reader.value(parseAddress(`after/0.output[${s},0]`)!)
    ]);
    expect(is < was).toBe(rows[s + 1].textContent.includes('▼'));
  }
  const mean = (at: number): number => (values[1][at] + values[2][at] + values[3][at]) / 3;
  expect(values[4][0]).toBeCloseTo(mean(2), 14);
  expect(values[4][1]).toBeCloseTo(mean(3), 14);
  expect(values[4]).toEqual([model.reader.loss(0), model.reader.value(parseAddress('after/loss')!)]);
});

test('of classes, gives the probability of the right one; of many samples, the first and the current one', () => {
  const model = modelOf(20, true);
  model.sample = 16;
  const rows = rowsOf(samplesAfter(model, english)!);
  expect(rows[0].textContent).toContain('p of the right class');
  const names = rows.map(row => row.querySelector('th')?.textContent ?? row.textContent);
  expect(names.slice(-3)).toEqual([expect.stringMatching(/^17 · B/), '… and 12 more samples', 'mean L']);
  const [p] = [...rows[8].querySelectorAll('.sg-number')].map(e => Number(e.getAttribute('data-value')));
  const z = [0, 1, 2].map(j => model.reader.value(parseAddress(`0.output[16,${j}]`)!)!);
  expect(p).toBeCloseTo((100 * Math.exp(z[1])) / z.reduce((sum, each) => sum + Math.exp(each), 0), 12);
});

test('is not there in other phases, or for a single sample', () => {
  const model = modelOf(3, false);
  model.goTo(0);
  expect(samplesAfter(model, english)).toBeNull();
  expect(samplesAfter(modelOf(1, false), english)).toBeNull();
});
