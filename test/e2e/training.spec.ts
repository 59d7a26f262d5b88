import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { Lab, expect, test } from './lab';
import {
  Adam,
  BCELoss,
  DataLoader,
  Linear,
  MSELoss,
  SGD,
  Sequential,
  Tanh,
  Sigmoid,
  TensorDataset,
  accuracy,
  compare,
  fit,
  manualSeed
} from 'stepgrad';
import { encodeReport } from '../../dist/trace/encoding';
import { Cell, MIME, code, read, saved, write } from './notebooks';

const imports =
  'import { Adam, BCELoss, DataLoader, Linear, MSELoss, SGD, Sequential, Sigmoid, Tanh, TensorDataset, accuracy, compare, evaluate, fit, manualSeed, show } from "stepgrad";';

/** Reproducible points of two classes, a network for them, and the training options. */
const setUp = [
  imports,
  'manualSeed(3);',
  'const points = (n: number, shift: number) => {',
  '  const input = Array.from({ length: n }, (_, i) => [Math.sin(3 * (i + shift)) + (i % 2), Math.cos(5 * (i + shift))]);',
  '  const names = { featureNames: ["width", "height"], classNames: ["left", "right"] };',
  '  return new TensorDataset(input, input.map((_, i) => [i % 2]), names);',
  '};',
  'const model = new Sequential({ linear1: new Linear(2, 6), tanh: new Tanh(), linear2: new Linear(6, 1), sigmoid: new Sigmoid() });',
  'const optimizer = new Adam(model.parameters(), { lr: 0.02 });',
  'const validation = points(60, 500);',
  'const train = new DataLoader(points(90, 0), { batchSize: 10, shuffle: true });',
  'const options = { train: train, validation: validation, loss: new BCELoss(), optimizer: optimizer, metrics: { accuracy: accuracy } };'
];

interface History {
  epochs: { epoch: number; loss: number; valLoss: number; metrics: { accuracy: number } }[];
  record: { moments: { step: number }[] };
}

const printed = (cell: Cell): string =>
  (cell.outputs ?? []).map(({ text = '' }) => (Array.isArray(text) ? text.join('') : text)).join('');
const historyOf = (cell: Cell): History =>
  cell.outputs!.map(({ data }) => data?.[MIME] as History | undefined).find(Boolean)!;

const number = (view: Locator, name: string): Promise<number> =>
  view.getAttribute(`data-${name}`).then(Number);
/** The progress bar's value in percent. */
const bar = (view: Locator): Promise<number> =>
  view.locator('.sg-progress-done').evaluate(element => parseFloat((element as HTMLElement).style.width));
const curve = (view: Locator): Promise<string> =>
  view.locator('.sg-curve.sg-of-loss').first().getAttribute('d').then(String);

async function run(lab: Lab, cell: number): Promise<void> {
  await lab.page.evaluate(i => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = i;
  }, cell);
  await lab.command('notebook:run-cell');
}

test('training is shown live, stopped with Lab’s button, and continued', async ({ lab }) => {
  test.setTimeout(180_000);
  const path = write('training-live.ipynb', [
    code(...setUp),
    code('const history = await fit(model, { ...options, epochs: 1000000 });'),
    code('console.log(JSON.stringify([history.stopped, history.epochs.length, options.loss.reduction]));'),
    code('const more = await fit(model, { ...options, epochs: 3 });'),
    code('console.log(JSON.stringify([more.stopped ?? null, more.epochs.length, more.epochs[0].loss]));')
  ]);
  await lab.open(path, { kernel: true });
  await run(lab, 0);
  await expect(async () => expect((await lab.cells())[0].execution_count).toBe(1)).toPass({
    timeout: 60_000
  });
  await run(lab, 1);
  await expect(lab.page.locator('[data-stepgrad=training]')).toBeVisible({ timeout: 60_000 });
  const view = (await lab.views(1, 'training')).first();
  await expect(view).toHaveAttribute('data-running', '', { timeout: 30_000 });
  // The bar moves and the curve grows in the same view, which keeps its selection.
  await expect(async () => expect(await number(view, 'epochs')).toBeGreaterThan(2)).toPass({
    timeout: 30_000
  });
  // The inspector during the run: the weights from the first step to now.
  await lab.command('stepgrad:show-weights');
  const weights = lab.page.locator('[data-stepgrad=inspector]');
  await expect(weights.locator('.sg-entry-what')).toHaveText(/^training: [\d,]+ epochs so far$/);
  // Unknown weights of a run are named, and have no column.
  await expect(weights.locator('.sg-inspector-hint')).toContainText(
    'does not keep the gradient of each weight'
  );
  await expect(weights.locator('.sg-weights thead th')).toHaveText([
    'parameter',
    'before',
    'step',
    'after',
    'relative'
  ]);
  const row = weights.locator('.sg-weights tr[data-row]').first();
  await expect(async () => {
    const [before, after] = await Promise.all(
      ['before', 'after'].map(name => row.locator(`[data-column=${name}]`).getAttribute('data-value'))
    );
    expect(Number(before)).not.toBe(Number(after));
  }).toPass();
  await lab.command('application:toggle-right-area');
  await view.locator('[data-tab=sizes]').click();
  await view.evaluate(root => {
    root.setAttribute('data-same', 'yes');
    // All heights of the view from now on: frequent updates must not make it jump.
    const heights = new Set<number>();
    new ResizeObserver(() => {
      heights.add(Math.round(root.getBoundingClientRect().height));
      root.setAttribute('data-heights', [...heights].join(' '));
    }).observe(root);
  });
  const before = { epochs: await number(view, 'epochs'), bar: await bar(view), curve: await curve(view) };
  await expect(async () => {
    expect(await number(view, 'epochs')).toBeGreaterThan(before.epochs + 2);
    expect(await bar(view)).toBeGreaterThanOrEqual(before.bar);
    expect(await curve(view)).not.toBe(before.curve);
  }).toPass({ timeout: 30_000 });
  await expect(view).toHaveAttribute('data-same', 'yes');
  await expect(view.locator('[data-tab=sizes]')).toHaveAttribute('aria-selected', 'true');
  await expect(view.locator('.sg-progress-text')).toHaveText(
    /^epoch [\d,]+ of 1,000,000 · step \d+ of 9 · .+ left · .+ steps\/s$/
  );

  await lab.page.locator('.jp-Toolbar [data-command="notebook:interrupt-kernel"]').first().click();
  await expect(view).not.toHaveAttribute('data-running', { timeout: 30_000 });
  await expect(view.locator('.sg-progress-text')).toHaveText(/^stopped at epoch [\d,]+ · /);
  await expect(view.locator('.sg-remarks')).toContainText('another fit(…) goes on from them');

  expect(await view.getAttribute('data-heights')).toMatch(/^\d+$/);

  // The cell's variables survive, and training continues from the present weights.
  await run(lab, 2);
  await expect(async () => expect(printed((await lab.cells())[2])).not.toBe('')).toPass({ timeout: 30_000 });
  const [, cell, after] = await lab.cells();
  const history = historyOf(cell);
  const [stopped, count, reduction] = JSON.parse(printed(after)) as [string, number, string];
  expect([stopped, reduction]).toEqual(['aborted', 'mean']);
  expect(await number(view, 'epochs')).toBe(count);
  await run(lab, 3);
  await run(lab, 4);
  await expect(async () => expect(printed((await lab.cells())[4])).not.toBe('')).toPass({ timeout: 30_000 });
  const [none, three, loss] = JSON.parse(printed((await lab.cells())[4])) as [null, number, number];
  expect([none, three]).toEqual([null, 3]);
  expect(Math.abs(loss - history.epochs[history.epochs.length - 1].loss)).toBeLessThan(
    Math.abs(loss - history.epochs[0].loss)
  );
  expect(printed((await lab.cells())[1])).toBe('');
});

test('a saved run is scrubbed without a kernel, and opens its steps in the stepper', async ({
  lab,
  request
}) => {
  test.setTimeout(180_000);
  const path = write('training-saved.ipynb', [
    code(...setUp),
    code('const history = await fit(model, { ...options, epochs: 40 });'),
    code(
      'console.log(JSON.stringify(evaluate(model, validation, { loss: new BCELoss(), metrics: { accuracy: accuracy } })));'
    ),
    code(
      'const deep = new Sequential({ linear1: new Linear(2, 8), linear2: new Linear(8, 1) });',
      'const bad = await fit(deep, { train: train, loss: new MSELoss(), optimizer: new SGD(deep.parameters(), { lr: 3 }), epochs: 30 });'
    ),
    code('show(compare({ good: history, bad: bad }));')
  ]);
  await lab.open(path, { kernel: true });
  const cells = await lab.runAll();
  await lab.save();
  const history = historyOf(read(path).cells[1]);
  expect(history).toEqual(JSON.parse(JSON.stringify(historyOf(cells[1]))));
  // The saved output contains no times.
  expect(JSON.stringify(history)).not.toMatch(/seconds|progress/i);
  const measured = JSON.parse(printed(cells[2])) as { loss: number; metrics: { accuracy: number } };
  await lab.shutDown();
  await lab.open(path);
  expect(await (await request.get('/api/kernels?token=e2e')).json()).toEqual([]);

  const view = (await lab.views(1, 'training')).first();
  const { moments } = history.record;
  expect(await number(view, 'moments')).toBe(moments.length);
  expect(await number(view, 'moment')).toBe(moments.length - 1);
  const readout = view.locator('.sg-readout [data-value]');
  const last = history.epochs[39];
  expect(await readout.evaluateAll(all => all.map(e => Number(e.getAttribute('data-value'))))).toEqual([
    last.loss,
    last.valLoss,
    last.metrics.accuracy,
    0.02
  ]);
  // The page's engine recreates the model: its accuracy equals the kernel's.
  await view.locator('[data-tab=classes]').click();
  const right = (): Promise<number> =>
    view
      .locator('.sg-confusion .sg-right')
      .evaluateAll(all => all.reduce((n, e) => n + Number(e.getAttribute('data-value')), 0));
  expect(await right()).toBe(Math.round(measured.metrics.accuracy * 60));
  await view.locator('.sg-scrubber').focus();
  await lab.page.keyboard.press('Home');
  expect(await number(view, 'moment')).toBe(0);
  expect(await right()).not.toBe(Math.round(measured.metrics.accuracy * 60));
  await lab.page.keyboard.press('ArrowRight');
  expect(await number(view, 'moment')).toBe(1);
  await view.locator('[data-tab=boundary]').click();
  await expect(view.locator('.sg-sample')).not.toHaveCount(0);
  await view.focus();
  await lab.page.keyboard.press('End');
  expect(await number(view, 'moment')).toBe(moments.length - 1);
  await lab.page.keyboard.press('ArrowLeft');
  const { step } = moments[moments.length - 2];
  await expect(view.locator('.sg-scrub-text')).toContainText(`before step ${step + 1}`);
  // The slider's thumb, 16 px wide, stands under the chosen moment of the chart.
  const apart = await view.evaluate(root => {
    const range = root.querySelector<HTMLInputElement>('.sg-scrubber')!;
    const [value, min, max] = [range.value, range.min, range.max].map(Number);
    const { left, width } = range.getBoundingClientRect();
    const thumb = left + 8 + ((value - min) / (max - min)) * (width - 16);
    return Math.abs(thumb - root.querySelector('.sg-at-now')!.getBoundingClientRect().left);
  });
  expect(apart).toBeLessThan(2);

  await view.getByRole('button', { name: 'Open this step' }).click();
  const stepper = view.locator('[data-stepgrad=stepper]');
  await expect(stepper).toHaveAttribute('data-phase', 'forward');
  await expect(stepper.locator('.sg-about')).toContainText('BCELoss · Adam');
  await view.getByRole('button', { name: 'Close' }).click();
  await expect(stepper).toHaveCount(0);

  const bad = (await lab.views(3, 'training')).first();
  await expect(bad.locator('.sg-trouble')).toContainText(/The loss exploded: at step \d+ \(epoch 1\)/);
  await expect(bad.locator('.sg-trouble')).toContainText('a learning rate that is too high');
  await bad.locator('.sg-trouble button').click();
  await expect(bad.locator('[data-stepgrad=stepper]')).toHaveAttribute('data-phase', 'forward');
  // Steppers have a test of their own with axe.
  await bad.getByRole('button', { name: 'Close' }).click();

  const both = (await lab.views(4, 'training')).first();
  await expect(both.locator('.sg-chart-legend')).toHaveText('goodbad');
  for (const theme of ['Light', 'Dark']) {
    await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
    await expect(lab.page.locator('body')).toHaveAttribute('data-jp-theme-light', String(theme === 'Light'));
    for (const cell of [1, 3, 4]) {
      await lab.views(cell, 'training');
      expect(await violations(lab)).toEqual([]);
    }
  }
});

async function violations(lab: Lab): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: lab.page }).include('.sg-output').analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`)
  );
}

test('a history of an older version, with epochs only, is drawn', async ({ lab }) => {
  const epochs = [0.7, 0.6, 0.5].map((loss, i) => ({ epoch: i + 1, loss, valLoss: loss + 0.1, lr: 0.1 }));
  const best = { epoch: 3, monitor: 'valLoss', value: 0.6 };
  await lab.open(write('training-old.ipynb', [saved({ kind: 'history', version: 1, epochs, best })]));
  const view = (await lab.views(0, 'training')).first();
  await expect(view.locator('.sg-curve.sg-of-loss').first()).toHaveAttribute('d', /^M/);
  await expect(view.locator('.sg-progress-text')).toHaveText('3 epochs');
  expect(await violations(lab)).toEqual([]);
});

/** A run that overfits and is stopped early, and one that explodes, for a notebook without a kernel. */
async function savedRuns(): Promise<Cell[]> {
  manualSeed(3);
  const points = (n: number, shift: number): TensorDataset => {
    const input = Array.from({ length: n }, (_, i) => [
      Math.sin(3 * (i + shift)) + (i % 2),
      Math.cos(5 * (i + shift))
    ]);
    return new TensorDataset(
      input,
      input.map((_, i) => [i % 5 === 0 ? (i + 1) % 2 : i % 2])
    );
  };
  const train = new DataLoader(points(40, 0), { batchSize: 10, shuffle: true });
  const run = (lr: number, sgd = false): ReturnType<typeof fit> => {
    const model = new Sequential(
      new Linear(2, 32),
      new Tanh(),
      new Linear(32, 1),
      ...(sgd ? [] : [new Sigmoid()])
    );
    const optimizer = new (sgd ? SGD : Adam)(model.parameters(), { lr });
    const loss = sgd ? new MSELoss() : new BCELoss();
    const metrics: Record<string, typeof accuracy> = sgd ? {} : { accuracy };
    return fit(model, {
      train,
      validation: points(60, 500),
      loss,
      optimizer,
      metrics,
      epochs: 100,
      earlyStopping: { patience: 20 },
      display: false,
      lines: 0
    });
  };
  const [good, bad] = [await run(0.05), await run(30, true)];
  return [encodeReport(good), encodeReport(bad), compare({ a: good, b: bad })].map(payload => saved(payload));
}

test('the Chinese view of a run has no English text and no axe violation in any tab', async ({ lab }) => {
  const put = { data: { raw: JSON.stringify({ language: 'zh-CN' }) } };
  await lab.page.request.put('/lab/api/settings/stepgrad:renderer?token=e2e', put);
  const cells = await savedRuns();
  await lab.open(write('training-chinese.ipynb', cells));
  for (const cell of cells.keys()) {
    const view = (await lab.views(cell, 'training')).first();
    const tabs = view.locator('[role=tab]');
    for (let i = 0; i < (await tabs.count()); i++) {
      // By keyboard: arrow keys move along the tab list.
      await tabs.nth(i).focus();
      await lab.page.keyboard.press('ArrowRight');
      await lab.page.keyboard.press('ArrowLeft');
      await expect(tabs.nth(i)).toHaveAttribute('aria-selected', 'true');
      const names = /BCELoss|MSELoss|BCEWithLogitsLoss|CrossEntropyLoss|Adam|SGD|accuracy|NaN|min\b/g;
      expect((await view.innerText()).replace(names, '')).not.toMatch(/[a-z]{3}/i);
    }
  }
  expect(await violations(lab)).toEqual([]);
  // The remarks are shown.
  const text = await (await lab.views(0, 'training')).first().innerText();
  expect(text).toMatch(/过拟合：自第 \d+ 轮起/);
  expect(text).toMatch(/提前停止，完成 \d+ 轮/);
});
