/** A run whose kernel is gone, or whose page is loaded again, is told as past: no pace, no time left, and its curves stay. */
import type { Locator } from '@playwright/test';
import { Lab, expect, test } from './lab';
import { code, write } from './notebooks';

const cells = [
  code(
    'import { DataLoader, Linear, MSELoss, SGD, Sequential, TensorDataset, fit, manualSeed } from "stepgrad";',
    'manualSeed(1);',
    'const model = new Sequential(new Linear(2, 4), new Linear(4, 1));',
    'const input = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);',
    'const train = new DataLoader(new TensorDataset(input, input.map(([a, b]) => [a - b])), { batchSize: 4 });',
    'const optimizer = new SGD(model.parameters(), { lr: 1e-4 });'
  ),
  code('await fit(model, { train: train, loss: new MSELoss(), optimizer: optimizer, epochs: 1000000000 });')
];

/** Opens a notebook, begins a run that would take hours, and waits until it is drawn live. */
async function begin(lab: Lab, path: string): Promise<Locator> {
  await lab.open(path, { kernel: true });
  await lab.command('notebook:run-all-cells');
  const view = (await lab.views(1, 'training')).first();
  await expect(view).toHaveAttribute('data-feed', 'live', { timeout: 60_000 });
  await expect.poll(async () => Number(await view.getAttribute('data-epochs'))).toBeGreaterThan(2);
  await expect(view.locator('.sg-progress')).toContainText('/s', { timeout: 30_000 });
  return view;
}

/** What is seen of a run that is over: how far it came, and neither pace nor time left. */
async function expectPast(view: Locator, feed: string, words: string): Promise<void> {
  await expect(view).toHaveAttribute('data-feed', feed, { timeout: 30_000 });
  const progress = view.locator('.sg-progress');
  await expect(progress).toContainText(words);
  await expect(progress).not.toContainText('left');
  await expect(progress).not.toContainText('/s');
  expect(Number(await view.getAttribute('data-epochs'))).toBeGreaterThan(2);
}

test('a run whose kernel is restarted, or ends, is lost', async ({ lab }) => {
  test.setTimeout(180_000);
  const view = await begin(lab, write('restarted.ipynb', cells));
  await lab.page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.sessionContext.session!.kernel!.restart()
  );
  await expectPast(view, 'lost', 'The run was cut off at epoch');
});

test('a run that was saved unfinished is past when the page is loaded again', async ({ lab }) => {
  test.setTimeout(180_000);
  const path = write('reloaded.ipynb', cells);
  await begin(lab, path);
  await lab.save();
  await lab.shutDown();
  await lab.page.reload();
  await lab.open(path);
  await expectPast((await lab.views(1, 'training')).first(), 'saved', 'saved');
});
