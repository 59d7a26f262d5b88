/** The mock-up of docs/design and the built stepper, side by side: the same network, step, width, theme and language. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from '@playwright/test';
import { BCELoss, Linear, Module, SGD, Sequential, Sigmoid, Tanh, record } from 'stepgrad';
import { Lab, expect, test } from '../e2e/lab';
import { saved, write } from '../e2e/notebooks';

const folder = join(__dirname, '..', '..', 'docs', 'design');
mkdirSync(join(folder, 'beside'), { recursive: true });

/** The mock-up's network, samples and step, from its own source. */
function mockUp(): unknown {
  const source = readFileSync(join(folder, 'network.js'), 'utf8');
  const { samples, before, eta } = new Function(`${source}; return { samples, before, eta };`)() as {
    samples: { x: number[]; y: number }[];
    before: { w1: number[][]; b1: number[]; w2: number[]; b2: number };
    eta: number;
  };
  const model: Module = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1), new Sigmoid());
  model.loadStateDict({
    '0.weight': before.w1,
    '0.bias': before.b1,
    '2.weight': [before.w2],
    '2.bias': [before.b2]
  });
  return record(model, {
    input: samples.map(({ x }) => x),
    target: samples.map(({ y }) => [y]),
    featureNames: ['bill length', 'bill depth'],
    classNames: ['Adelie', 'Gentoo'],
    loss: new BCELoss(),
    optimizer: new SGD(model.parameters(), { lr: eta })
  });
}

/** A picture of two, each with its name above. */
async function beside(page: Page, pictures: Record<string, Buffer>, width: number): Promise<Buffer> {
  const figures = Object.entries(pictures).map(
    ([name, picture]) =>
      `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`
  );
  await page.setViewportSize({ width: 2 * width + 48, height: 400 });
  await page.setContent(
    `<style>body { display: flex; gap: 16px; margin: 16px; align-items: flex-start; background: #fff; font: 14px sans-serif }
    figure { margin: 0 } figcaption { padding-bottom: 6px } img { width: ${width}px }</style>${figures.join('')}`
  );
  return page.screenshot({ fullPage: true });
}

/** Goes to the phase's step that the mock-up shows. */
async function go(lab: Lab, phase: string): Promise<void> {
  const stepper = (await lab.views(0)).first();
  await stepper.locator('[name=granularity]').selectOption('neuron');
  await stepper.locator(`[data-loop=${phase}]`).click();
  await expect(stepper).toHaveAttribute('data-phase', phase);
  await expect(stepper.locator('.katex').first()).toBeVisible();
}

/** What of the window is not the stepper, in px. */
const AROUND = 176;

for (const { width, phase } of [
  { width: 480, phase: 'forward' },
  { width: 900, phase: 'after' },
  { width: 1400, phase: 'backward' }
]) {
  for (const language of ['en', 'zh-CN']) {
    for (const theme of ['light', 'dark']) {
      test(`${width}-${language}-${theme}`, async ({ lab, page, request }) => {
        const settings = JSON.stringify({ language });
        await request.put('/lab/api/settings/stepgrad:renderer?token=e2e', { data: { raw: settings } });
        await page.setViewportSize({ width: width + AROUND, height: width < 760 ? 1700 : 980 });
        await lab.open(write('design.ipynb', [saved(mockUp())]));
        await lab.command('apputils:change-theme', {
          theme: theme === 'dark' ? 'JupyterLab Dark' : 'JupyterLab Light'
        });
        await go(lab, phase);
        await page.mouse.move(1, 1);
        const stepper = (await lab.views(0)).first();
        // Two frames after the last change of size.
        await page.waitForTimeout(500);
        const built = await stepper.screenshot();
        const drawing = await page.context().newPage();
        const search = `?phase=${phase}&width=${width}&theme=${theme}&lang=${language.slice(0, 2)}`;
        await drawing.goto(`file://${join(folder, 'stepper.html')}${search}`);
        const mock = await drawing.locator('#card').screenshot();
        const picture = await beside(drawing, { 'mock-up': mock, built }, Math.min(width, 900));
        await drawing.close();
        expect(picture.length).toBeGreaterThan(10_000);
        writeFileSync(join(folder, 'beside', `${width}-${language}-${theme}.png`), picture);
      });
    }
  }
}
