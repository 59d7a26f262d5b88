/** Both halves of a neuron in the graph: each number at its step, nothing over anything else. */
import {
  BCELoss,
  CrossEntropyLoss,
  Linear,
  ReLU,
  SGD,
  Sequential,
  Sigmoid,
  Tanh,
  manualSeed,
  record
} from 'stepgrad';
import { beyond, crowded, outside } from './crowded';
import { expect, test } from './keptLab';
import type { Lab } from './lab';
import { saved, write } from './notebooks';
import { Stepper } from './stepper';
import { Trace, valueAt } from './trace';

/** A recorded network as a notebook holds it. */
const recorded = (model: Sequential, input: number[][], target: number[][], more = {}): Trace =>
  JSON.parse(
    JSON.stringify(
      record(model, {
        ...{ input, target, loss: new BCELoss(), optimizer: new SGD(model.parameters(), { lr: 0.5 }) },
        ...more
      })
    )
  ) as Trace;

/** 2–3–1, with names. */
function small(): Trace {
  manualSeed(0);
  const layers = { fc1: new Linear(2, 3), tanh1: new Tanh(), fc2: new Linear(3, 1), sigmoid2: new Sigmoid() };
  const input = [
    [0.5, -1.2],
    [-0.9, 0.7]
  ];
  const names = { featureNames: ['bill length', 'bill depth'], classNames: ['Adelie', 'Gentoo'] };
  return recorded(new Sequential(layers), input, [[1], [0]], names);
}

/** 16–64–64–1: more units than are drawn. */
function large(): Trace {
  manualSeed(0);
  const layers = {
    ...{ fc1: new Linear(16, 64), relu1: new ReLU(), fc2: new Linear(64, 64), tanh2: new Tanh() },
    ...{ fc3: new Linear(64, 1), sigmoid3: new Sigmoid() }
  };
  return recorded(new Sequential(layers), [Array.from({ length: 16 }, (_, k) => Math.sin(k))], [[1]]);
}

const open = async (lab: Lab, name: string, trace: Trace): Promise<Stepper> => {
  await lab.open(write(name, [saved(trace)]));
  return new Stepper((await lab.views(0)).first(), trace).ready();
};

test('z appears at its step, the output at its own, in one neuron', async ({ lab }) => {
  const stepper = await open(lab, 'neuron.ipynb', small());
  await stepper.choose('granularity', 'operation');
  await stepper.press('Home');
  const neuron = stepper.root.locator('.sg-node[data-link="node 1 0"]');
  const refs = (): Promise<(string | null)[]> =>
    neuron
      .locator('[data-ref]')
      .evaluateAll(all =>
        all.filter(each => each.checkVisibility()).map(each => each.getAttribute('data-ref'))
      );
  expect(await refs()).toEqual(['fc1.output[0,0]']);
  await stepper.press('ArrowRight');
  expect(await refs()).toEqual(['fc1.output[0,0]', 'tanh1.output[0,0]']);
});

test('a bias opens its derivation, and shows its update', async ({ lab }) => {
  const stepper = await open(lab, 'bias.ipynb', small());
  const bias = stepper.root.locator('.sg-bias-hit[data-ref="fc1.bias[1]"]');
  const { x, y, height } = (await bias.boundingBox())!;
  await lab.page.mouse.click(x, y + height / 4);
  await expect(stepper.root.locator('[data-section=derivation]')).toContainText('∂');
  await expect(
    stepper.root.locator('[data-section=derivation] [data-ref^="fc1.bias.grad[1]"]').first()
  ).toBeAttached();
  await stepper.press('End');
  await stepper.check();
});

for (const width of [480, 900, 1400]) {
  test(`in ${width} px no part of a neuron lies over another or is cut off`, async ({ lab }) => {
    const stepper = await open(lab, `neuron-${width}.ipynb`, small());
    await expect(async () => {
      const missing = width - (await stepper.root.evaluate(root => root.parentElement!.clientWidth));
      const page = lab.page.viewportSize()!;
      await lab.page.setViewportSize({ ...page, width: page.width + missing });
      expect(missing).toBe(0);
    }).toPass({ intervals: [300], timeout: 10_000 });
    const graph = stepper.root.locator('.sg-graph');
    await stepper.press('Home');
    const { steps } = await stepper.state();
    for (let step = 0; step < steps; step++) {
      const found = await Promise.all([crowded, beyond, outside].map(each => graph.evaluate(each)));
      expect(found.flat(), `step ${step}`).toEqual([]);
      await stepper.press('ArrowRight');
    }
    const form = width === 1400 ? 'sg-wide' : 'sg-stacked';
    await expect(graph.locator(`.sg-neuron.${form}`)).toHaveCount(4);
  });
}

test('a neuron of a wide layer is whole while it is stepped, pointed at or has the focus', async ({
  lab
}) => {
  const stepper = await open(lab, 'neuron-large.ipynb', large());
  const sumOf = (unit: number): ReturnType<Stepper['root']['locator']> =>
    stepper.root.locator(`.sg-node[data-link="node 1 ${unit}"] .sg-node-sum`);
  await stepper.press('Home', 'ArrowRight', 'ArrowRight');
  await expect(sumOf(2)).toBeVisible();
  await expect(sumOf(1)).toBeHidden();
  await stepper.root.locator('.sg-node[data-link="node 1 1"]').hover();
  await expect(sumOf(1)).toBeVisible();
  await expect(sumOf(0)).toBeHidden();
  await stepper.root.locator('.sg-node[data-link="node 1 0"]').focus();
  await lab.page.keyboard.press('ArrowDown');
  await lab.page.keyboard.press('ArrowUp');
  await expect(sumOf(0)).toBeVisible();
});

for (const theme of ['Light', 'Dark']) {
  test(`in the backward pass no two signs have one colour, ${theme}`, async ({ lab }) => {
    const stepper = await open(lab, `signs-${theme}.ipynb`, small());
    await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
    await stepper.press('End', 'Shift+ArrowLeft', 'ArrowLeft');
    expect((await stepper.state()).phase).toBe('backward');
    await stepper.choose('sample', 'batch');
    const edges = await stepper.root.locator('.sg-graph').evaluate(graph => {
      const lines = new Map(
        Array.from(graph.querySelectorAll('.sg-edge'), line => [
          line.getAttribute('d'),
          getComputedStyle(line)
        ])
      );
      return Array.from(graph.querySelectorAll('.sg-hit, .sg-bias-hit'), hit => {
        const { stroke, strokeOpacity } = lines.get(hit.getAttribute('d'))!;
        return { ref: hit.getAttribute('data-ref')!, stroke, strokeOpacity: Number(strokeOpacity) };
      });
    });
    const signs = edges.map(edge => ({
      ...edge,
      sign: Math.sign(valueAt(stepper.trace, edge.ref.replace('[', '.grad[')))
    }));
    expect(signs).toHaveLength(2 * 3 + 3 + 3 + 1);
    const colours = (sign: number): string[] => [
      ...new Set(signs.filter(each => each.sign === sign).map(({ stroke }) => stroke))
    ];
    expect([colours(1), colours(-1)].map(({ length }) => length)).toEqual([1, 1]);
    expect(colours(1)).not.toEqual(colours(-1));
    // The last step of the pass asks for the weights of the last hidden neuron alone.
    const strong = signs.filter(({ strokeOpacity }) => strokeOpacity === 1).map(({ ref }) => ref);
    expect(strong.sort()).toEqual(['fc1.bias[2]', 'fc1.weight[2,0]', 'fc1.weight[2,1]']);
    expect(signs.filter(({ strokeOpacity }) => strokeOpacity > 0.4)).toHaveLength(strong.length);
  });
}

test('shows logits and the probabilities that the loss makes of them, the classes by name', async ({
  lab
}) => {
  manualSeed(1);
  const model = new Sequential({ fc1: new Linear(4, 8), relu1: new ReLU(), fc2: new Linear(8, 3) });
  const input = [
    [0.5, -1.2, 0.3, 0.8],
    [-0.9, 0.7, -0.2, 1.1]
  ];
  const names = {
    featureNames: ['bill length', 'bill depth', 'flipper', 'body mass'],
    classNames: ['Adelie', 'Chinstrap', 'Gentoo']
  };
  const trace = JSON.parse(
    JSON.stringify(record(model, { input, target: [2, 0], loss: new CrossEntropyLoss(), ...names }))
  ) as Trace;
  const stepper = await open(lab, 'classes.ipynb', trace);
  const graph = stepper.root.locator('.sg-graph');
  const rows = graph.locator('.sg-probability');
  await stepper.press('Home');
  await expect(rows.locator('[data-value]')).toHaveCount(0);
  await stepper.press('Shift+ArrowRight');
  expect((await stepper.check()).phase).toBe('loss');
  await expect(rows.locator('.sg-probability-name')).toHaveText(names.classNames);
  await expect(graph.locator('.sg-wanted')).toHaveAttribute('data-class', '2');
  const p = await rows
    .locator('[data-value]')
    .evaluateAll(all => all.map(each => Number(each.getAttribute('data-value'))));
  expect(p.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
  await expect(graph.locator('.sg-predicted')).toHaveAttribute(
    'data-class',
    String(p.indexOf(Math.max(...p)))
  );
  // Bars are as long as their probabilities.
  const lengths = await rows.evaluateAll(all =>
    all.map(row => {
      const [bar, track] = ['.sg-probability-bar', '.sg-bar-track'].map(
        each => row.querySelector(each)!.getBoundingClientRect().width
      );
      return bar / track;
    })
  );
  lengths.forEach((length, c) => expect(length).toBeCloseTo(p[c], 2));
  expect(await graph.textContent()).not.toContain('ŷ');
  for (const width of [760, 1200, 1700]) {
    await lab.page.setViewportSize({ width, height: 1000 });
    for (const keys of [['Home'], ['Shift+ArrowRight'], ['End']]) {
      await stepper.press(...keys);
      const found = await Promise.all([crowded, beyond, outside].map(each => graph.evaluate(each)));
      expect(found.flat(), `${width} px, ${keys.join()}`).toEqual([]);
    }
  }
});
