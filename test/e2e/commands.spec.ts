/** The commands on an output: code cells, tabs, exports. */
import { readFileSync } from 'node:fs';
import type { Download } from '@playwright/test';
import { Lab, expect, test } from './lab';
import { code, saved, traceOf241, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';

const input = [
  [0.5, -1.2],
  [0, 3]
];
const target = [[1], [0]];
const original = traceOf241(input, target);

async function open(lab: Lab, name = 'commands.ipynb'): Promise<Stepper> {
  await lab.open(write(name, [saved(original)]));
  const stepper = await new Stepper((await lab.views(0)).first(), original).ready();
  await stepper.press(...Array<string>(7).fill('ArrowRight'));
  return stepper;
}

const text = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');

test('an edit is inserted as a cell that computes the numbers of the stepper', async ({ lab }) => {
  test.slow();
  const path = write('to-notebook.ipynb', [
    code(
      'import { Sequential, Linear, Sigmoid, BCELoss, SGD, manualSeed, record, show } from "stepgrad";',
      'manualSeed(0);',
      'const net = new Sequential({ linear1: new Linear(2, 4), sigmoid1: new Sigmoid(), linear2: new Linear(4, 1), sigmoid2: new Sigmoid() });',
      'const [w1, b1, w2, b2] = net.parameters();',
      'const optimizer = new SGD([{ params: [w1, b1] }, { params: [w2, b2], lr: 0.2 }], { lr: 0.5, momentum: 0.9 });',
      'const data = { input: [[0.5, -1.2], [0, 3]], target: [[1], [0]], loss: new BCELoss(), optimizer: optimizer };',
      'record(net, data);',
      'show(record(net, { ...data, iterations: 2 }));'
    ),
    code('for (let i = 0; i < 5; i++) record(net, data);')
  ]);
  await lab.open(path, { kernel: true });
  const [{ trace }] = tracesOf(await lab.runAll());
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  const toNotebook = stepper.root.getByRole('button', { name: 'To the notebook' });
  await expect(toNotebook).toBeHidden();
  await stepper.root.getByTitle('More options of the optimiser').click();
  for (const [section, key, value] of [
    ['graph', 'input[0,1]', '2.75'],
    ['table', 'linear1.weight[2,1]', '-0.125'],
    ['graph', 'target[0,0]', '0.25'],
    ['table', 'linear2.bias[0]', '0.5'],
    ['toolbar', 'optimizer.lr', '0.3'],
    ['toolbar', 'optimizer.lr@linear2.weight', '0.05'],
    ['toolbar', 'optimizer.momentum', '0.5'],
    ['toolbar', 'optimizer.weightDecay', '0.01']
  ]) {
    await stepper.root.locator(`[data-section=${section}] [data-editable="${key}"]`).first().dblclick();
    await stepper.root.locator('input').fill(value);
    await lab.page.keyboard.press('Enter');
  }
  await stepper.root.getByRole('button', { name: 'nesterov' }).click();
  await expect(stepper.root.locator('.sg-status')).toContainText('nesterov: false → true');
  await stepper.press('End');
  const shown = await stepper.figures();
  await toNotebook.click();
  await expect(stepper.root.locator('.sg-status')).toContainText('A code cell was inserted below');

  const cells = await lab.cells();
  expect(cells).toHaveLength(3);
  expect(String(cells[1].source)).toContain('net.loadStateDict(');
  expect((await lab.notebook()).active).toBe(1);
  // The inserted cell is selected: Shift+Enter runs it.
  await lab.page.keyboard.press('Shift+Enter');
  await expect.poll(async () => (await lab.cells())[1].execution_count).toBeGreaterThan(0);
  const ran = (await lab.cells())[1];
  expect(ran.outputs!.filter(({ name }) => name === 'stderr')).toEqual([]);
  const again = tracesOf([ran])[0].trace;
  const second = await new Stepper((await lab.views(1)).first(), again).ready();
  await second.press('End');
  await second.check();
  const figures = await second.figures();
  const cellsOf = (all: typeof figures): typeof figures => all.filter(({ column }) => column);
  expect(cellsOf(figures).length).toBeGreaterThan(50);
  expect(cellsOf(figures).map(({ ref }) => ref)).toEqual(cellsOf(shown).map(({ ref }) => ref));
  // Node's exp and the browser's may differ in the last bit.
  cellsOf(figures).forEach(({ value }, i) =>
    expect(Math.abs(Number(value) - Number(cellsOf(shown)[i].value))).toBeLessThan(1e-9)
  );
});

test('an output opens in a tab, follows its cell, and is restored with the layout', async ({ lab }) => {
  const path = write('tab.ipynb', [
    code(
      'import { Sequential, Linear, BCELoss, Sigmoid, record, show } from "stepgrad";',
      'const runs = { n: 0 };'
    ),
    code(
      'runs.n += 1;',
      'const model = new Sequential(new Linear(2, runs.n + 1), new Sigmoid(), new Linear(runs.n + 1, 1), new Sigmoid());',
      'show(record(model, { input: [[0.5, -1.2]], target: [[1]], loss: new BCELoss() }));'
    )
  ]);
  await lab.open(path, { kernel: true });
  await lab.runAll();
  const inCell = (await lab.views(1)).first();
  await inCell.focus();
  await lab.page.keyboard.press('Alt+o');
  const inTab = lab.page.locator('.sg-output-tab [data-stepgrad=stepper]');
  await expect(inTab).toBeFocused();
  await expect(inTab.locator('.sg-architecture')).toHaveText('2–2–1');
  // Beside the notebook, not in front of it.
  await expect(inCell).toBeVisible();
  // In the tab there is no button to open a tab.
  await expect(inTab.getByRole('button', { name: 'Open in a tab of its own' })).toHaveCount(0);
  // The lower part can be scrolled to.
  await inTab.locator('[data-section=table] tr').last().scrollIntoViewIfNeeded();
  await expect(inTab.locator('[data-section=table] tr').last()).toBeInViewport();
  const rerun = async (index: number): Promise<void> => {
    await lab.page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: 'tab.ipynb' }).click();
    await lab.page.evaluate(async index => {
      window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
      await window.jupyterapp.commands.execute('notebook:run-cell');
    }, index);
  };
  await rerun(1);
  await expect(inTab.locator('.sg-architecture')).toHaveText('2–3–1');
  await lab.save();

  // The layout is saved a moment after it changes.
  await lab.page.waitForTimeout(2500);
  await lab.load();
  await expect(inTab.locator('.sg-architecture')).toHaveText('2–3–1', { timeout: 20_000 });

  await lab.page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: 'tab.ipynb' }).click();
  await lab.page.evaluate(async () => {
    const { content, context } = window.jupyterapp.shell.currentWidget;
    // The tab reads the saved file, and may appear before the notebook's cells.
    await context.ready;
    content.activeCellIndex = 1;
    await window.jupyterapp.commands.execute('notebook:delete-cell');
  });
  expect(await lab.cells()).toHaveLength(1);
  await expect(inTab).toBeHidden();
  await expect(lab.page.locator('.sg-output-tab > [role=status]')).toHaveText(
    /^The cell of this output is no longer in .*tab\.ipynb\.$/
  );
});

test('an exported SVG looks the same without its page', async ({ lab }) => {
  const stepper = await open(lab);
  const [svg] = await Promise.all([lab.page.waitForEvent('download'), lab.command('stepgrad:export-svg')]);
  expect(svg.suggestedFilename()).toBe('stepgrad-2-4-1-step-8.svg');
  const source = await text(svg);
  expect(source).toMatch(/^<\?xml/);
  expect(source).not.toMatch(/class=|var\(--|<script|<foreignObject/);
  const edge = await stepper.root
    .locator('.sg-edge')
    .first()
    .evaluate(path => [path.getAttribute('d')!, getComputedStyle(path).stroke]);
  await lab.page.goto(`data:image/svg+xml,${encodeURIComponent(source)}`);
  const alone = await lab.page.evaluate(d => {
    const path = [...document.querySelectorAll('path')].find(each => each.getAttribute('d') === d)!;
    return [document.title || document.querySelector('title')!.textContent, getComputedStyle(path).stroke];
  }, edge[0]);
  expect(alone[1]).toBe(edge[1]);
  expect(alone[0]).toContain('2–4–1');
});

test('an exported PNG has twice the pixels', async ({ lab }) => {
  const stepper = await open(lab);
  const { width, height } = (await stepper.root.locator('.sg-graph-svg').boundingBox())!;
  await stepper.root.getByTitle('Export').click();
  const [png] = await Promise.all([
    lab.page.waitForEvent('download'),
    stepper.root.getByRole('button', { name: 'picture (PNG)' }).click()
  ]);
  const bytes = readFileSync(await png.path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([
    2 * Math.round(width),
    2 * Math.round(height)
  ]);
  // More than a background.
  expect(bytes.length).toBeGreaterThan(20_000);
});

test('a derivation is exported as LaTeX and Markdown with its numbers', async ({ lab }) => {
  const stepper = await open(lab);
  const formula = await stepper.root.locator('[data-section=derivation] annotation').first().textContent();
  const [tex] = await Promise.all([lab.page.waitForEvent('download'), lab.command('stepgrad:export-latex')]);
  const latex = await text(tex);
  expect(latex).toMatch(/^\\documentclass\{article\}[\s\S]*\\begin\{aligned\}[\s\S]*\\end\{document\}\n$/);
  const numbers = [...formula!.matchAll(/\d\.\d{3,}/g)].map(([number]) => number);
  expect(numbers.length).toBeGreaterThan(0);
  numbers.forEach(number => expect(latex).toContain(number));
  const [md] = await Promise.all([
    lab.page.waitForEvent('download'),
    lab.command('stepgrad:export-markdown', { steps: 'all' })
  ]);
  const markdown = await text(md);
  expect(markdown.match(/^## Step \d+ of 17$/gm)).toHaveLength(17);
  expect(markdown.match(/^\$\$$/gm)!.length % 2).toBe(0);
  expect(markdown).toContain('| linear1.weight\\[0,0\\] |');
});

test('without an output, a command is disabled and says why', async ({ lab }) => {
  await lab.open(write('empty.ipynb', [code('1')]));
  const state = await lab.page.evaluate(() => {
    const commands = window.jupyterapp.commands as unknown as {
      isEnabled(id: string): boolean;
      caption(id: string): string;
    };
    return [commands.isEnabled('stepgrad:export-svg'), commands.caption('stepgrad:export-svg')];
  });
  expect(state).toEqual([false, 'Click an output of stepgrad for which this can be done.']);
});
