/** The numbers of lenses with curves and surfaces equal the trace, or the engine's in Node. */
import type { Locator } from '@playwright/test';
import {
  Adam,
  BCELoss,
  Linear,
  MSELoss,
  Parameter,
  ReLU,
  SGD,
  Sequential,
  Sigmoid,
  centralDifference,
  manualSeed,
  record
} from 'stepgrad';
import { expect, test } from './keptLab';
import type { Lab } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';
import { Trace, valueAt } from './trace';

const input = [
  [0.5, -1.2],
  [0, 3]
];
const target = [[1], [0]];

async function open(
  lab: Lab,
  trace: Trace,
  step: number,
  lens: string
): Promise<{ stepper: Stepper; panel: Locator }> {
  await lab.open(write('lenses.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await stepper.press(...Array<string>(step).fill('ArrowRight'));
  await stepper.root.locator(`[data-lens=${lens}]`).click();
  return { stepper, panel: stepper.root.locator('.sg-lens:not([hidden])') };
}

const figure = async (of: Locator): Promise<number> => Number(await of.getAttribute('data-value'));

test('the tangent has the slope of the activation at z', async ({ lab }) => {
  const trace = traceOf241(input, target);
  const { stepper, panel } = await open(lab, trace, 1, 'activation');
  for (const sample of [0, 1]) {
    await stepper.choose('sample', sample);
    const a = valueAt(trace, `sigmoid1.output[${sample},1]`);
    expect(await figure(panel.locator('.sg-number.sg-tangent'))).toBeCloseTo(a * (1 - a), 14);
    expect(await figure(panel.locator('line.sg-tangent'))).toBeCloseTo(a * (1 - a), 14);
    expect(await figure(panel.locator(`[data-ref="linear1.output[${sample},1]"]`))).toBe(
      valueAt(trace, `linear1.output[${sample},1]`)
    );
    await stepper.check(1);
  }
  await stepper.walk();
});

/** A network with a dead first unit, and a second unit close to its kink. */
function withReLU(): { trace: Trace; model: Sequential } {
  manualSeed(0);
  const model = new Sequential({ linear1: new Linear(2, 3), relu: new ReLU(), linear2: new Linear(3, 1) });
  const [weight, bias] = model.parameters();
  weight.data.set([1, 1, 1, 0, -0.4, 0.7]);
  bias.data.set([-40, -0.4999, 0.2]);
  const trace = JSON.parse(JSON.stringify(record(model, { input, target, loss: new MSELoss() }))) as Trace;
  return { trace, model };
}

test('a dead ReLU and a kink are named', async ({ lab }) => {
  const { stepper, panel } = await open(lab, withReLU().trace, 0, 'activation');
  await expect(panel.locator('.sg-verdict')).toContainText('Dead for all 2 samples');
  await stepper.press('ArrowRight');
  await expect(panel.locator('.sg-verdict')).not.toContainText('Dead');
  await stepper.root.locator('[data-lens=check]').click();
  const verdict = panel.locator('.sg-verdict');
  // z is 0.0001: smooth within ±1e-5, not within ±1e-3.
  await expect(verdict).toHaveAttribute('data-cause', 'agrees');
  const slider = panel.locator('input[name=epsilon]');
  await slider.focus();
  for (let i = 0; i < 4; i++) {
    await lab.page.keyboard.press('ArrowRight');
  }
  await expect(slider).toHaveAttribute('aria-valuetext', 'ε = 1×10⁻³');
  await expect(verdict).toHaveAttribute('data-cause', 'kink');
  await expect(verdict).toContainText('A kink: within ±ε, z₂⁽¹⁾ of sample 1 passes 0');
  await expect(stepper.root).toHaveAttribute('data-step', '1');
});

test('the central difference equals the engine’s at every ε', async ({ lab }) => {
  const { trace, model } = withReLU();
  const { panel } = await open(lab, trace, 2, 'check');
  await panel.locator('select[name=number]').selectOption('linear1.weight[5]');
  expect(await figure(panel.locator('.sg-number.sg-gradient'))).toBe(
    valueAt(trace, 'linear1.weight.grad[2,1]')
  );
  const slider = panel.locator('input[name=epsilon]');
  await slider.focus();
  await lab.page.keyboard.press('Home');
  const loss = new MSELoss();
  const evaluate = (): number => loss.forward(model.forward(input), target);
  const seen = new Set<number>();
  for (let i = 0; i < 23; i++) {
    const epsilon = Number(`${i % 2 ? 3 : 1}e${Math.floor(i / 2) - 12}`);
    const numeric = centralDifference(model.parameters()[0].data, 5, epsilon, evaluate);
    // Only sums and products, which have the same bits on every machine.
    await expect(panel.locator('.sg-number.sg-secant')).toHaveAttribute('data-value', String(numeric));
    seen.add(numeric);
    await lab.page.keyboard.press('ArrowRight');
  }
  expect(seen.size).toBeGreaterThan(10);
});

test('the check of a network with random dropout says why it is impossible', async ({ lab }) => {
  const trace = traceOf241(input, target);
  trace.model.splice(3, 1, { name: 'sigmoid2', type: 'Dropout', p: 0.5 } as Trace['model'][0]);
  const { panel } = await open(lab, trace, 1, 'check');
  await expect(panel).toContainText('Dropout drops other numbers each time');
});

test('the other optimiser’s derivation gives the step that it takes', async ({ lab }) => {
  manualSeed(0);
  const model = new Sequential({
    linear1: new Linear(2, 2),
    sigmoid: new Sigmoid(),
    linear2: new Linear(2, 1),
    out: new Sigmoid()
  });
  const optimizer = new SGD(model.parameters(), { lr: 0.5, momentum: 0.9 });
  const trace = JSON.parse(
    JSON.stringify(record(model, { input, target, loss: new BCELoss(), optimizer, iterations: 3 }))
  ) as Trace;
  // The last iteration's update of the first unit, with 3 + 1 + 3 + 3 + 1 steps per iteration.
  const { panel, stepper } = await open(lab, trace, 29, 'optimisers');
  expect((await stepper.state()).phase).toBe('update');
  await panel.locator('select[name=optimiser]').selectOption('Adam');
  await panel.locator('input[name=lr]').fill('0.02');
  await lab.page.keyboard.press('Enter');
  await panel.locator('input[name=lr]').blur();
  const parameter = new Parameter([1]);
  const adam = new Adam([parameter], { lr: 0.02 });
  for (let k = 0; k < 3; k++) {
    parameter.data[0] = valueAt(trace, `#${k}/linear1.weight[0,0]`);
    parameter.grad.data[0] = valueAt(trace, `#${k}/linear1.weight.grad[0,0]`);
    adam.step();
  }
  const chain = panel.locator('.sg-chain').nth(1).locator('[role=row]');
  expect(await figure(chain.last().locator('[data-value]'))).toBe(parameter.data[0]);
  const rows = await chain.locator('[role=rowheader]').allTextContents();
  expect(rows).toEqual(['∂L/∂w', 'm', 'v', 'm̂', 'v̂', 'Δw', 'w']);
  const state = adam.state.get(parameter)!;
  expect(await figure(chain.nth(1).locator('[data-value]'))).toBeCloseTo(state.expAvg.data[0], 14);
  const recorded = panel.locator('.sg-chain').first().locator('[role=row]').last();
  const { after } = trace.iterations[2].update.find(({ param }) => param === 'linear1.weight')!;
  expect(await figure(recorded.locator('[data-value]'))).toBe(Number(after.data![0]));
});

test('the surface equals the engine’s outputs, and follows an edited weight', async ({ lab }) => {
  const trace = traceOf241(input, target);
  const { panel, stepper } = await open(lab, trace, 0, 'surface');
  /** The opacity at the middles of the picture's cells: from 0 for ½ to 0.8 for 0 and 1. */
  const painted = (): Promise<{ alphas: number[]; n: number }> =>
    panel.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return { alphas: Array.from(data).filter((_, i) => i % 4 === 3), n: canvas.width };
    });
  const compare = async (shown: Trace): Promise<void> => {
    const { alphas, n } = await painted();
    manualSeed(0);
    const model = new Sequential({
      linear1: new Linear(2, 4),
      sigmoid1: new Sigmoid(),
      linear2: new Linear(4, 1),
      sigmoid2: new Sigmoid()
    });
    const params = shown.iterations[0].params.map(
      ({ name, value }) => [name, value.data!.map(Number), value.shape] as const
    );
    for (const [name, parameter] of model.namedParameters()) {
      parameter.data.set(params.find(([its]) => its === name)![1]);
    }
    // From −0.075 to 0.575 and from −1.83 to 3.63: the data's range, and 15 % of it on either side.
    for (const cell of [0, n - 1, 500, n * n - 1]) {
      const x = -0.075 + (0.65 * ((cell % n) + 0.5)) / n;
      const y = 3.63 - (5.46 * (Math.floor(cell / n) + 0.5)) / n;
      const [value] = model.forward([[x, y]]).data;
      expect(Math.abs(alphas[cell] / 255 - 0.8 * Math.abs(2 * value - 1))).toBeLessThan(0.005);
    }
  };
  await compare(trace);
  await stepper.root.locator('[data-section=table] [data-editable="linear2.bias[0]"]').dblclick();
  await stepper.root.locator('.sg-edit').fill('-7');
  await lab.page.keyboard.press('Enter');
  await compare(traceOf241(input, target, { change: { 'linear2.bias': [0, -7] } }));
});

test('a click selects a sample, a drag moves it, and one undo reverts the drag', async ({ lab }) => {
  const { panel, stepper } = await open(lab, traceOf241(input, target), 0, 'surface');
  const place = async (sample: number): Promise<{ x: number; y: number }> => {
    const box = (await panel.locator(`[data-sample="${sample}"]`).boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const second = await place(1);
  await lab.page.mouse.click(second.x, second.y);
  await expect(stepper.root.locator('select[name=sample]')).toHaveValue('1');
  await lab.page.mouse.move(second.x, second.y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(second.x + 60, second.y + 40, { steps: 5 });
  await lab.page.mouse.up();
  await expect(stepper.root).toHaveAttribute('data-edited');
  const moved = await place(1);
  expect(Math.abs(moved.x - second.x - 60)).toBeLessThan(3);
  expect(Math.abs(moved.y - second.y - 40)).toBeLessThan(3);
  await stepper.press('Control+z');
  await expect(stepper.root).not.toHaveAttribute('data-edited');
});

test('each neuron shows its surface behind its number, also by keyboard', async ({ lab }) => {
  const { stepper } = await open(lab, traceOf241(input, target), 4, 'activation');
  const pictures = stepper.root.locator('.sg-node image');
  await expect(pictures).toHaveCount(0);
  await stepper.enter('graph');
  await lab.page.keyboard.press('ArrowUp');
  await expect(stepper.root.locator('.sg-surfaces-toggle')).toBeFocused();
  await lab.page.keyboard.press('Enter');
  // Two inputs, four neurons, one output; all surfaces differ.
  await expect(pictures).toHaveCount(7);
  const all = await pictures.evaluateAll(images => images.map(image => image.getAttribute('href')));
  expect(new Set(all).size).toBe(7);
  await stepper.check(4);
});
