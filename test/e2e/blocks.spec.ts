/** Layers drawn as what they are: each part there with its numbers, folded and opened by keyboard. */
import AxeBuilder from '@axe-core/playwright';
import {
  Dropout,
  Embedding,
  FeedForward,
  Flatten,
  GELU,
  LayerNorm,
  Linear,
  MSELoss,
  Module,
  ReLU,
  Residual,
  SGD,
  Sequential,
  SiLU,
  manualSeed,
  record
} from 'stepgrad';
import { beyond, crowded, outside } from './crowded';
import { expect, test } from './keptLab';
import type { Lab } from './lab';
import { saved, write } from './notebooks';
import { Stepper } from './stepper';
import { Trace, valueAt } from './trace';

const recorded = (layers: Record<string, Module>, input: number[][], target: number[][]): Trace => {
  const model = new Sequential(layers);
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return JSON.parse(
    JSON.stringify(record(model, { input, target, loss: new MSELoss(), optimizer }))
  ) as Trace;
};

const networks: Record<string, () => Trace> = {
  feedForward: () => {
    const layers = { ff: new FeedForward(3, 12), out: new Linear(3, 1) };
    return recorded(layers, [[0.5, -1.2, 2], [1, 0, -0.3]], [[1], [0]]); // prettier-ignore
  },
  swiglu: () => recorded({ ff: new FeedForward(2, 3, { activation: 'swiglu' }) }, [[0.5, -1.2]], [[1, 0]]),
  residual: () => {
    const block = new Sequential({ norm: new LayerNorm(3), ff: new FeedForward(3, 4) });
    return recorded({ res: new Residual(block), out: new Linear(3, 1) }, [[0.5, -1.2, 2]], [[1]]);
  },
  dropout: () => {
    const drop = { norm: new LayerNorm(4), drop: new Dropout({ p: 0.5 }) };
    return recorded(
      { in: new Linear(2, 4), relu: new ReLU(), ...drop, out: new Linear(4, 1) },
      [[0.5, -1.2]],
      [[1]]
    );
  },
  embedding: () => {
    const layers = { words: new Embedding(9, 2), join: new Flatten(), out: new Linear(2, 1) };
    return recorded(layers, [[3], [7]], [[1], [0]]);
  }
};

const open = async (lab: Lab, name: keyof typeof networks): Promise<Stepper> => {
  manualSeed(4);
  const trace = networks[name]();
  await lab.open(write(`block-${name}.ipynb`, [saved(trace)]));
  return new Stepper((await lab.views(0)).first(), trace).ready();
};

/** The numbers of an arm's cells. */
const cells = (stepper: Stepper, arm: number, part = '.sg-node-value'): Promise<number[]> =>
  stepper.root
    .locator(`[data-cell^="${arm}/"] ${part} [data-value]`)
    .evaluateAll(all => all.map(each => Number(each.getAttribute('data-value'))));

const close = (actual: number[], expected: number[]): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((each, i) => expect(each).toBeCloseTo(expected[i], 9));
};

/** Σ w x + b of a unit, from the trace alone. */
const sum = (trace: Trace, name: string, unit: number, x: number[]): number =>
  x.reduce(
    (total, each, k) => total + each * valueAt(trace, `${name}.weight[${unit},${k}]`),
    valueAt(trace, `${name}.bias[${unit}]`)
  );

/** Makes the view as wide as asked, in px. */
async function widen(lab: Lab, stepper: Stepper, width: number): Promise<void> {
  await expect(async () => {
    const missing = width - (await stepper.root.evaluate(root => root.parentElement!.clientWidth));
    const page = lab.page.viewportSize()!;
    await lab.page.setViewportSize({ ...page, width: page.width + missing });
    expect(missing).toBe(0);
  }).toPass({ intervals: [300], timeout: 15_000 });
}

test('a FeedForward shows its hidden neurons, recomputed', async ({ lab }) => {
  const stepper = await open(lab, 'feedForward');
  await widen(lab, stepper, 1400);
  await stepper.press('Home');
  const { trace } = stepper;
  const x = [0, 1, 2].map(k => valueAt(trace, `input[0,${k}]`));
  // Four places: three of the first units, and the last one.
  const u = [0, 1, 2, 11].map(unit => sum(trace, 'ff.linear1', unit, x));
  close(await cells(stepper, 0, '.sg-node-sum'), u);
  close(
    await cells(stepper, 0),
    u.map(each => new GELU().value(each))
  );
  await expect(stepper.root.locator('.sg-block-title')).toHaveText('FeedForward 3 → 12 → 3');
  await expect(stepper.root.locator('.sg-block-gap')).toHaveText('… 8 more');
});

test('SwiGLU shows two arms and their product, recomputed', async ({ lab }) => {
  const stepper = await open(lab, 'swiglu');
  await widen(lab, stepper, 1400);
  await stepper.press('Home');
  const { trace } = stepper;
  const x = [valueAt(trace, 'input[0,0]'), valueAt(trace, 'input[0,1]')];
  const gate = [0, 1, 2].map(unit => new SiLU().value(sum(trace, 'ff.w1', unit, x)));
  const up = [0, 1, 2].map(unit => sum(trace, 'ff.w3', unit, x));
  close(await cells(stepper, 0), gate);
  close(await cells(stepper, 1), up);
  close(await cells(stepper, 2), gate.map((each, i) => each * up[i])); // prettier-ignore
});

test('the keyboard folds a block, which stays so at the next step', async ({ lab }) => {
  const stepper = await open(lab, 'feedForward');
  await widen(lab, stepper, 1400);
  const block = stepper.root.locator('.sg-block');
  await expect(block).toHaveAttribute('data-open', 'true');
  await stepper.root.locator('.sg-block-toggle').focus();
  await lab.page.keyboard.press('Enter');
  await expect(block).toHaveAttribute('data-open', 'false');
  await expect(stepper.root.locator('.sg-block-toggle')).toBeFocused();
  await expect(block.locator('.sg-block-cell')).toHaveCount(1);
  await stepper.press('ArrowRight');
  await expect(block).toHaveAttribute('data-open', 'false');
  await stepper.check();
  await stepper.root.locator('.sg-block-toggle').click();
  await expect(block).toHaveAttribute('data-open', 'true');
});

for (const name of Object.keys(networks)) {
  // These tests compute no sample's share of a gradient inside a block, which derivations show.
  test(`${name}: every number is where it belongs, in the forward pass and at the end`, async ({ lab }) => {
    const stepper = await open(lab, name);
    await stepper.press('Home');
    while ((await stepper.state()).phase === 'forward') {
      await stepper.check();
      await stepper.press('ArrowRight');
    }
    await stepper.check();
    await stepper.press('End');
    await stepper.check();
  });

  for (const width of [480, 900, 1400, 1800]) {
    test(`${name}: nothing lies over anything else or is cut off at ${width} px`, async ({ lab }) => {
      const stepper = await open(lab, name);
      await widen(lab, stepper, width);
      const graph = stepper.root.locator('.sg-graph');
      await stepper.press('Home');
      const { steps } = await stepper.state();
      for (let step = 0; step < steps; step += 2) {
        const found = await Promise.all([crowded, beyond, outside].map(each => graph.evaluate(each)));
        expect(found.flat(), `step ${step}`).toEqual([]);
        await stepper.press('ArrowRight', 'ArrowRight');
      }
    });
  }
}

for (const theme of ['Light', 'Dark']) {
  test(`axe finds no violation in blocks, ${theme}`, async ({ lab }) => {
    const stepper = await open(lab, 'residual');
    await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
    await widen(lab, stepper, 1400);
    for (const key of ['Home', 'End']) {
      await stepper.press(key);
      const axe = new AxeBuilder({ page: lab.page })
        .include('.sg-graph')
        .options({ resultTypes: ['violations'] });
      const { violations } = await axe.analyze();
      expect(
        violations.flatMap(({ id, nodes }) => nodes.map(({ failureSummary }) => `${id}: ${failureSummary}`))
      ).toEqual([]);
    }
  });
}
