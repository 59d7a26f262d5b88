/** Compares the page with what the engine computes in the kernel without recording. */
import { expect, test } from './keptLab';
import { Cell, code, saved, traceOf241, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';

const imports =
  'import { manualSeed, Sequential, Linear, Tanh, LeakyReLU, Identity, MSELoss, SGD, record, show } from "stepgrad";';
const make = (model: string, optimizer: string): string[] => [
  'manualSeed(7);',
  `const ${model} = new Sequential({ enter: new Linear(3, 5), bend: new Tanh(), leave: new Linear(5, 2),`,
  '  leak: new LeakyReLU({ negativeSlope: 0.2 }), same: new Identity() });',
  `const ${optimizer} = new SGD(${model}.parameters(), { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 });`
];

const cells: Cell[] = [
  code(
    imports,
    'const input = [[0.5, -1.2, 3], [1e-7, 2, -0.25], [-3, 0, 1], [0.1, 0.2, 0.3]];',
    'const target = [[1, 0], [0.5, -2], [0, 0], [3, 1]];',
    ...make('recorded', 'optimizer'),
    'show(record(recorded, { input, target, loss: new MSELoss(), optimizer, iterations: 2 }));'
  ),
  code(
    ...make('direct', 'sgd'),
    'const loss = new MSELoss();',
    'const numbers = [0, 1].map(() => {',
    '  const before = Object.fromEntries(direct.namedParameters().map(([name, p]) => [name, Array.from(p.data)]));',
    '  direct.zeroGrad();',
    '  const output = direct.forward(input);',
    '  const value = loss.forward(output, target);',
    '  direct.backward(loss.backward());',
    '  const grad = Object.fromEntries(direct.namedParameters().map(([name, p]) => [name, Array.from(p.grad.data)]));',
    '  sgd.step();',
    '  const after = Object.fromEntries(direct.namedParameters().map(([name, p]) => [name, Array.from(p.data)]));',
    '  return { before, grad, after, loss: value, output: output.toArray() };',
    '});',
    'console.log(JSON.stringify(numbers));'
  )
];

interface Computed {
  before: Record<string, number[]>;
  grad: Record<string, number[]>;
  after: Record<string, number[]>;
  loss: number;
  output: number[][];
}

test('shows the numbers that the kernel computes, to the last bit', async ({ lab }) => {
  await lab.open(write('numbers.ipynb', cells), { kernel: true });
  const done = await lab.runAll();
  const printed: Computed[] = JSON.parse([done[1].outputs![0].text!].flat().join(''));
  const [{ trace }] = tracesOf(done);
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await stepper.choose('granularity', 'layer');
  const { steps } = await stepper.state();
  for (const [i, numbers] of printed.entries()) {
    // The update, before the pass with the new weights.
    const last = (steps / 2) * (i + 1) - 2;
    await stepper.press('Home', ...Array<string>(last).fill('ArrowRight'));
    expect((await stepper.check(last)).phase).toBe('update');
    const shown = new Map(
      (await stepper.figures()).map(({ ref, column, value }) => [`${column ?? ''} ${ref}`, Number(value)])
    );
    for (const name of Object.keys(numbers.before)) {
      const width = name === 'enter.weight' ? 3 : 5;
      numbers.before[name].forEach((before, at) => {
        const index = name.endsWith('bias') ? `[${at}]` : `[${Math.floor(at / width)},${at % width}]`;
        const ref = `#${i}/${name}${index}`;
        expect(shown.get(`before ${ref}`), ref).toBe(before);
        expect(shown.get(`after ${ref}`), ref).toBe(numbers.after[name][at]);
        expect(shown.get(`step ${ref}`), ref).toBe(numbers.after[name][at] - before);
        expect(shown.get(`grad #${i}/${name}.grad${index}`), ref).toBe(numbers.grad[name][at]);
      });
    }
    expect(shown.get(` #${i}/loss`)).toBe(numbers.loss);
    for (const sample of [3, 0]) {
      await stepper.choose('sample', sample);
      const figures = new Map((await stepper.figures()).map(({ ref, value }) => [ref, Number(value)]));
      numbers.output[sample].forEach((a, j) =>
        expect(figures.get(`#${i}/same.output[${sample},${j}]`)).toBe(a)
      );
    }
  }
});

for (const [granularity, runs] of Object.entries({
  operation: { forward: 10, loss: 1, backward: 27, update: 17, after: 1 },
  neuron: { forward: 5, loss: 1, backward: 5, update: 5, after: 1 },
  layer: { forward: 4, loss: 1, backward: 4, update: 1, after: 1 }
})) {
  test(`steps through a 2–4–1 network by ${granularity}, with one sample and with three`, async ({ lab }) => {
    const one = traceOf241();
    const three = traceOf241(
      [
        [0.5, -1.2],
        [0, 3],
        [-1e-9, 1e5]
      ],
      [[1], [0], [1]]
    );
    await lab.open(write(`steps-${granularity}.ipynb`, [saved(one), saved(three)]));
    for (const [cell, trace] of [one, three].entries()) {
      const stepper = await new Stepper((await lab.views(cell)).first(), trace).ready();
      await stepper.choose('granularity', granularity);
      if (cell === 1) {
        await stepper.choose('sample', 1);
      }
      const phases = await stepper.walk();
      const counts = Object.keys(runs).map(phase => [phase, phases.filter(each => each === phase).length]);
      expect(Object.fromEntries(counts)).toEqual(runs);
      expect(phases.filter((phase, i) => phase !== phases[i - 1])).toEqual(Object.keys(runs));
    }
  });
}
