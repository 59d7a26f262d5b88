import { Linear, MSELoss, SGD, Sequential, Tanh, manualSeed, record } from 'stepgrad';
import { beyond, crowded } from './crowded';
import { expect, test } from './keptLab';
import { test as freshTest } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';
import type { Trace } from './trace';

const trace = traceOf241(
  [
    [0.5, -1.2],
    [0, 3]
  ],
  [[1], [0]],
  { featureNames: ['flipper length (mm)', 'body mass (g)'], classNames: ['Adelie', 'Chinstrap'] }
);

/** The scrolling elements, which alone may be wider than the output. */
const scrollers = '.sg-graph-scroll, .sg-line, .sg-table-scroll, .sg-derivation-scroll';

/** The elements that stick out of the root to the left or right. */
function sticking(root: Element, scrollers: string): string[] {
  const { left, right } = root.getBoundingClientRect();
  return Array.from(root.querySelectorAll('*'))
    .filter(element => !element.parentElement!.closest(scrollers) && !element.matches('.sg-spoken'))
    .filter(element => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
    })
    .map(element => `${element.tagName} ${element.getAttribute('class')}`);
}

for (const width of [480, 900, 1400]) {
  test(`in ${width} px nothing sticks out, and graph and parameters stay where they are`, async ({ lab }) => {
    await lab.open(write(`layout-${width}.ipynb`, [saved(trace)]));
    const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
    const output = (): Promise<number> => stepper.root.evaluate(root => root.parentElement!.clientWidth);
    // What Lab leaves for an output depends on the width of the page, in leaps.
    await expect(async () => {
      const missing = width - (await output());
      const page = lab.page.viewportSize()!;
      await lab.page.setViewportSize({ ...page, width: page.width + missing });
      expect(missing).toBe(0);
    }).toPass({ intervals: [300], timeout: 10_000 });

    for (const granularity of ['neuron', 'operation']) {
      await stepper.choose('granularity', granularity);
      const { steps } = await stepper.state();
      const places: number[][] = [];
      for (let step = 0; step < steps; step++) {
        await stepper.press(step === 0 ? 'Home' : 'ArrowRight');
        expect((await stepper.state()).step).toBe(step);
        expect(await stepper.root.evaluate(sticking, scrollers), `step ${step}`).toEqual([]);
        const offsets = (root: Element): number[] =>
          ['timeline', 'graph', 'table']
            .map(name => root.querySelector(`[data-section=${name}]`)!.getBoundingClientRect().top)
            .map(top => top - root.getBoundingClientRect().top);
        places.push(await stepper.root.evaluate(offsets));
      }
      // Heights in fractions of a pixel add up to less than one.
      expect(places.filter(tops => tops.some((top, i) => Math.abs(top - places[0][i]) >= 1))).toEqual([]);
    }
  });
}

/** Three hidden layers with small numbers: long texts in and under neighbouring nodes. */
function deep(): Trace {
  manualSeed(0);
  const model = new Sequential(
    new Linear(2, 6),
    new Tanh(),
    new Linear(6, 6),
    new Tanh(),
    new Linear(6, 6),
    new Tanh(),
    new Linear(6, 1)
  );
  model.parameters().forEach(({ data }) => data.forEach((x, i) => (data[i] = x / 5)));
  const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9, nesterov: true });
  const input = [[0.92, -1.31]];
  return JSON.parse(
    JSON.stringify(record(model, { input, target: [[1]], loss: new MSELoss(), optimizer }))
  ) as Trace;
}

for (const width of [480, 640]) {
  test(`in a window of ${width} px the numbers of a long table stand apart`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 1600 });
    manualSeed(0);
    const model = new Sequential(new Linear(16, 16), new Tanh(), new Linear(16, 3));
    const optimizer = new SGD(model.parameters(), { lr: 0.1 });
    const data = {
      input: [Array<number>(16).fill(-0.3)],
      target: [[-1, 0, 1]],
      loss: new MSELoss(),
      optimizer
    };
    const long = JSON.parse(JSON.stringify(record(model, data))) as Trace;
    await lab.open(write(`layout-long-${width}.ipynb`, [saved(long)]));
    const stepper = await new Stepper((await lab.views(0)).first(), long).ready();
    await stepper.press('End');
    const table = stepper.root.locator('.sg-table');
    expect(await table.locator('td[data-column=after][data-value]').count()).toBeGreaterThan(4);
    expect(await table.evaluate(crowded)).toEqual([]);
    const close = await table.evaluate(table =>
      Array.from(table.querySelectorAll<HTMLElement>('td[data-column]'))
        .filter(cell => cell.scrollWidth > cell.clientWidth)
        .map(cell => cell.textContent)
    );
    expect(close).toEqual([]);
  });
}

freshTest.describe('at 200 %', () => {
  // A window of 1280 px zoomed to 200 %: half as many CSS px, of which Lab takes some.
  freshTest.use({ viewport: { width: 640, height: 800 }, deviceScaleFactor: 2 });

  freshTest('no text lies over another, nothing is cut off', async ({ lab }) => {
    freshTest.slow();
    const names = {
      featureNames: ['bill length (mm)', 'bill depth (mm)'],
      classNames: ['Adelie', 'Chinstrap', 'Gentoo']
    };
    const three = traceOf241([[0.92, -1.31]], [[0, 1, 0]], { ...names, outputs: 3 });
    const traces = [three, deep()];
    await lab.open(
      write(
        'zoom.ipynb',
        traces.map(each => saved(each))
      )
    );
    for (const [cell, trace] of traces.entries()) {
      const stepper = await new Stepper((await lab.views(cell)).first(), trace).ready();
      const tabs = await stepper.root.locator('[role=tab]').all();
      for (const [i, keys] of [
        ['Home'],
        ['Shift+ArrowRight'],
        ['Shift+ArrowRight'],
        ['ArrowRight'],
        ['End']
      ].entries()) {
        await stepper.press(...keys);
        await tabs[i % tabs.length].click();
        const found = await Promise.all([crowded, beyond].map(each => stepper.root.evaluate(each)));
        expect(found.flat(), `cell ${cell}, step ${(await stepper.state()).step}`).toEqual([]);
      }
    }
  });
});

test('a double-click edits a half hidden row; a tiny number fits its node', async ({ lab, page }) => {
  const small = traceOf241([[-6.7e-103, -1.2]], [[1]]);
  await lab.open(write('half.ipynb', [saved(small)]));
  const stepper = await new Stepper((await lab.views(0)).first(), small).ready();
  const node = stepper.root.locator('.sg-node.sg-input').first();
  await expect(node.locator('.sg-node-value')).toHaveText('−6.7×10⁻¹⁰³');
  const widths = await node.evaluate(node =>
    ['circle', '.sg-node-value'].map(each => node.querySelector(each)!.getBoundingClientRect().width)
  );
  expect(widths[1]).toBeLessThan(widths[0] - 4);

  const box = stepper.root.locator('.sg-table-scroll');
  for (const scrolled of [28 * 3 + 16, 28 * 4 + 20]) {
    await box.evaluate((box, top) => (box.scrollTop = top), scrolled);
    const row = Math.floor(scrolled / 28);
    const cell = stepper.root.locator('td[data-column=before]').nth(row);
    const place = (await cell.boundingBox())!;
    // The visible lower part of the row, below the heading.
    await page.mouse.dblclick(place.x + place.width / 2, place.y + place.height - 4);
    const input = stepper.root.locator('input.sg-edit');
    await expect(input).toBeVisible();
    const value = Number(await cell.getAttribute('data-value'));
    expect(Number((await input.inputValue()).replace('−', '-'))).toBeCloseTo(value, 12);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
});

for (const width of [420, 480, 900, 1400]) {
  test(`in a window of ${width} px the first change moves nothing that is there`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 1000 });
    await lab.open(write(`change-${width}.ipynb`, [saved(trace)]));
    const { root } = await new Stepper((await lab.views(0)).first(), trace).ready();
    const places = (): Promise<string[]> =>
      root.evaluate(root =>
        Array.from(
          root.querySelectorAll(
            '.sg-header, .sg-header > *, .sg-header select, .sg-header > .sg-out > *, .sg-body'
          )
        ).map(element => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return `${element.className || element.localName} ${[x, y, width, height].map(Math.round).join(' ')}`;
        })
      );
    const before = await places();
    const undo = root.getByRole('button', { name: 'Undo the change' });
    await expect(undo).toBeHidden();
    await root.locator('.sg-node').first().focus();
    await lab.page.keyboard.press('F2');
    await lab.page.keyboard.type('0.75');
    await lab.page.keyboard.press('Enter');
    await expect(undo).toBeVisible();
    await expect(root.getByRole('button', { name: 'To the notebook' })).toBeVisible();
    expect(await places()).toEqual(before);
  });
}
