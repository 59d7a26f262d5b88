/** The inspector's weights, cell by cell, equal the kernel's. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { Locator } from '@playwright/test';
import { LayerNorm, Linear, MSELoss, SGD, Sequential, record } from 'stepgrad';
import { Lab, expect, setLanguage, test } from './lab';
import { Cell, MIME, code, copy, saved, traceOf241, write } from './notebooks';

const imports =
  'import { manualSeed, Sequential, Linear, Sigmoid, BCELoss, SGD, Adam, record, show, fit } from "stepgrad";';
/** All parameters of the model, and its loss. */
const print = [
  'console.log(JSON.stringify({',
  '  weights: Object.fromEntries(model.namedParameters().map(([n, p]) => [n, p.toArray()])),',
  '  grads: Object.fromEntries(model.namedParameters().map(([n, p]) => [n, p.grad.toArray()])),',
  '  loss: new BCELoss().forward(model.forward(data.input), data.target)',
  '}));'
].join('\n');

/** Ten cells: a model is created, trained, changed by hand; another is created, loaded, trained further. */
const cells: Cell[] = [
  code(
    imports,
    'manualSeed(0);',
    'const model = new Sequential({ linear1: new Linear(2, 4), sigmoid1: new Sigmoid(), linear2: new Linear(4, 1), sigmoid2: new Sigmoid() });',
    'const data = { input: [[0.5, -1.2], [1, 2]], target: [[1], [0]], loss: new BCELoss() };',
    'show(model);',
    print
  ),
  code(
    'const optimizer = new SGD(model.parameters(), { lr: 0.5 });',
    'show(record(model, { ...data, optimizer: optimizer }));',
    print
  ),
  code('show(record(model, { ...data, optimizer: optimizer, iterations: 3 }));', print),
  code('model.parameters()[0].data[3] = 2.5;', 'show(model);', print),
  code('const other = new Sequential(new Linear(2, 1));', 'show(other);'),
  code('show(record(model, { ...data, optimizer: new Adam(model.parameters(), { lr: 0.1 }) }));', print),
  code('model.loadStateDict({ "linear2.bias": [0.25] }, { strict: false });', 'show(model);', print),
  code(
    'const run = await fit(model, { train: { input: data.input, target: data.target }, loss: new BCELoss(), optimizer: optimizer, epochs: 5 });',
    print
  ),
  code('show(record(model, data));', print),
  code('show(model);', print)
];

async function openPanel(lab: Lab): Promise<Locator> {
  await lab.command('stepgrad:show-weights');
  const panel = lab.page.locator('[data-stepgrad=inspector]');
  await expect(panel).toBeVisible();
  return panel;
}

const entries = (panel: Locator): Locator => panel.locator('[role=option]');

/** axe's violations in the panel. */
async function violations(lab: Lab): Promise<string[]> {
  const found = await new AxeBuilder({ page: lab.page }).include('.sg-inspector-panel').analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`)
  );
}

type Row = Record<string, number>;

/** The columns of every row of the table, by address. */
async function tableOf(panel: Locator): Promise<Map<string, Row>> {
  const rows = await panel.locator('.sg-weights tbody tr[data-row]').evaluateAll(all =>
    all.map(row => ({
      address: row.querySelector('th')!.textContent!,
      numbers: Object.fromEntries(
        Array.from(row.querySelectorAll<HTMLElement>('td[data-column]'), cell => [
          cell.dataset.column!,
          Number(cell.dataset.value)
        ])
      )
    }))
  );
  return new Map(rows.map(({ address, numbers }) => [address, numbers]));
}

type Weights = Record<string, number[] | number[][]>;
interface Printed {
  weights: Weights;
  grads: Weights;
  loss: number;
}

/** Numbers by address. */
const flat = (weights: Weights): Map<string, number> =>
  new Map<string, number>(
    Object.entries(weights).flatMap(([name, rows]) =>
      rows.flatMap((row, i): [string, number][] =>
        Array.isArray(row)
          ? row.map((x, k): [string, number] => [`${name}[${i},${k}]`, x])
          : [[`${name}[${i}]`, row]]
      )
    )
  );

function check(table: Map<string, Row>, before: Printed | null, after: Printed, grads = false): void {
  const now = flat(after.weights);
  expect([...table.keys()]).toEqual([...now.keys()]);
  const old = before && flat(before.weights);
  const slopes = flat(after.grads);
  for (const [address, value] of now) {
    const shown = table.get(address)!;
    expect(shown.after, address).toBe(value);
    if (old) {
      const was = old.get(address)!;
      expect(shown.before, address).toBe(was);
      expect(shown.step ?? shown.difference, address).toBe(value - was);
      expect(shown.relative, address).toBe(Math.abs(value - was) / Math.abs(was));
    }
    expect(shown.grad, address).toBe(grads ? slopes.get(address) : undefined);
  }
}

/** ‖after − before‖ / ‖before‖. */
function change(before: Printed, after: Printed): number {
  const [old, now] = [flat(before.weights), flat(after.weights)];
  const norm = (of: (address: string) => number): number =>
    Math.sqrt([...now.keys()].reduce((sum, address) => sum + of(address) ** 2, 0));
  return norm(address => now.get(address)! - old.get(address)!) / norm(address => old.get(address)!);
}

test('ten cells: every number equals the kernel’s after running, reordering and running again', async ({
  lab
}) => {
  test.slow();
  await lab.open(write('inspector.ipynb', cells), { kernel: true });
  const panel = await openPanel(lab);
  await expect(panel).toContainText('No cell of this notebook shows a model yet');
  await expect(panel).toContainText('show(model)');
  const done = await lab.runAll();
  const printed = done.map(({ outputs = [] }) => {
    const text = outputs.find(({ name }) => name === 'stdout')?.text;
    return text ? (JSON.parse([text].flat().join('')) as Printed) : null;
  }) as Printed[];
  await expect(entries(panel)).toHaveCount(10);
  // With the newest entry selected, the selection follows.
  await expect(entries(panel).last()).toHaveAttribute('aria-selected', 'true');
  expect(await entries(panel).locator('.sg-entry-what').allTextContents()).toEqual([
    'made · 17 parameters',
    '1 step · SGD',
    '3 steps · SGD',
    'edited · linear1.weight[1,1]',
    'made · 3 parameters',
    '1 step · Adam',
    'loaded · 1 of 17 parameters changed',
    '5 epochs · SGD',
    'passed once, not updated',
    'shown, not changed'
  ]);
  // By cell: the cell whose weights it began with, and whether it has gradients.
  const begun: [number, number | null, boolean][] = [
    [0, null, false],
    [1, 0, true],
    [2, 1, true],
    [3, 2, false],
    [5, 3, true],
    [6, 5, false],
    [7, 6, false],
    [8, 7, true],
    [9, 8, false]
  ];
  const numbers = (entry: Locator, of: string): Promise<number[]> =>
    entry
      .locator(`.sg-entry-${of} [data-value]`)
      .evaluateAll(all => all.map(each => Number((each as HTMLElement).dataset.value)));
  for (const [cell, before, grads] of begun) {
    const entry = entries(panel).nth(cell);
    await entry.click();
    const table = await tableOf(panel);
    // With several iterations, both gradients are the last iteration's.
    check(table, before === null ? null : printed[before], printed[cell], grads);
    if (before !== null) {
      const [shown] = await numbers(entry, 'change');
      expect(Math.abs(shown - change(printed[before], printed[cell]))).toBeLessThan(1e-14);
    }
    if ([1, 2, 5].includes(cell)) {
      const [began, ended] = await numbers(entry, 'loss');
      expect(began).toBe(printed[before!].loss);
      // The page computes the loss after the last step, with other exp and log than Node's.
      expect(Math.abs(ended - printed[cell].loss)).toBeLessThan(4e-16);
    }
  }
  expect(await numbers(entries(panel).nth(8), 'loss')).toEqual([printed[8].loss]);

  // One of three iterations.
  await entries(panel).nth(2).click();
  await panel.locator('select[name=iteration]').selectOption('0');
  const first = await tableOf(panel);
  expect(first.get('linear1.bias[0]')!.before).toBe(printed[1].weights['linear1.bias'][0]);
  expect(first.get('linear1.bias[0]')!.after).not.toBe(printed[2].weights['linear1.bias'][0]);

  // Compared with the first cell.
  await panel.locator('select[name=compare]').selectOption({ index: 1 });
  check(await tableOf(panel), printed[0], printed[2]);
  await expect(panel.locator('.sg-bin').first()).toBeVisible();

  // Sorted by the difference.
  await panel.locator('.sg-col-step button').click();
  const steps = [...(await tableOf(panel)).values()].map(({ difference }) => Math.abs(difference));
  expect(steps).toEqual(steps.slice().sort((a, b) => b - a));

  // A moved cell moves in the list; a deleted or cleared one disappears.
  await lab.page.evaluate(() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = 2;
  });
  await lab.command('notebook:move-cell-up');
  await expect(entries(panel).nth(1).locator('.sg-entry-what')).toHaveText('3 steps · SGD');
  // It still follows the cell that was run before it.
  await entries(panel).nth(1).click();
  await panel.locator('select[name=compare]').selectOption({ index: 0 });
  await panel.locator('.sg-col-step button').click();
  await panel.locator('.sg-col-step button').click();
  check(await tableOf(panel), printed[1], printed[2], true);
  await lab.command('notebook:clear-cell-output');
  await expect(entries(panel)).toHaveCount(9);
  await lab.command('notebook:delete-cell');
  await expect(entries(panel)).toHaveCount(9);
  await lab.page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = 8;
  });
  await lab.command('notebook:run-cell');
  await expect(entries(panel).last().locator('.sg-entry-cell')).toHaveText('[11]');

  // A restarted kernel counts from 1 again, and gives its first model the same id.
  await lab.page.evaluate(async () => {
    await window.jupyterapp.shell.currentWidget.sessionContext.session!.kernel!.restart();
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0;
  });
  await lab.command('notebook:run-cell');
  // The new kernel has to start first.
  await expect(entries(panel).last().locator('.sg-entry-what')).toHaveText(
    'shown, not changed · an earlier kernel',
    { timeout: 60_000 }
  );
  const renewed = entries(panel).first();
  await expect(renewed.locator('.sg-entry-what')).toHaveText('made · 17 parameters');
  await renewed.click();
  const made = await tableOf(panel);
  expect(made.get('linear1.weight[1,1]')).toEqual({
    after: flat(printed[0].weights).get('linear1.weight[1,1]')
  });
});

/** The saved outputs of `cells`, computed without a kernel. */
function savedCells(): Cell[] {
  const trace = traceOf241(
    [
      [0.5, -1.2],
      [1, 2]
    ],
    [[1], [0]]
  ) as ReturnType<typeof traceOf241> & { modelId: string };
  const { modelId, model: layers, iterations } = trace;
  const snapshot = { kind: 'model', version: 1, modelId, model: layers, params: iterations[0].params };
  return [snapshot, trace].map((payload, i) => ({ ...saved(payload), execution_count: i + 1 }));
}

/** A step of a network with parameters outside Linear layers. */
function savedNorm(): Cell {
  const model = new Sequential({ linear: new Linear(2, 3), norm: new LayerNorm(3) });
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const trace = record(model, { input: [[0.5, -1.2]], target: [[1, 0, 1]], loss: new MSELoss(), optimizer });
  return { ...saved(JSON.parse(JSON.stringify(trace))), execution_count: 3 };
}

test('a saved notebook without a kernel: link with the stepper, heatmap, keyboard and files', async ({
  lab
}) => {
  await lab.open(write('inspector-saved.ipynb', savedCells()));
  const panel = await openPanel(lab);
  await expect(entries(panel)).toHaveCount(2);
  const stepper = (await lab.views(1)).first();
  await panel.locator('.sg-weights tr[data-row]', { hasText: 'linear1.weight[2,1]' }).click();
  await expect(stepper.locator('tr.sg-marked th')).toHaveText('linear1.weight[2,1]');
  await stepper.locator('tr', { hasText: 'linear2.weight[0,3]' }).click();
  await expect(panel.locator('tr.sg-marked th')).toHaveText('linear2.weight[0,3]');

  // By keyboard: select another row, pin it, then go to the derivation in its cell.
  const { keyboard } = lab.page;
  await panel.locator('tr.sg-marked').focus();
  for (const key of ['ArrowUp', 'Enter', 'p', 'Home', 'Enter']) {
    await keyboard.press(key);
  }
  await expect(panel.locator('tr.sg-marked th')).toHaveText('linear1.weight[0,0]');
  await expect(panel.locator('.sg-history-entry')).toHaveText([
    /linear2\.weight\[0,2\].*unpin/,
    /linear1\.weight\[0,0\]/
  ]);
  await expect(panel.locator('.sg-history-chart .sg-history-line')).toHaveCount(4);
  await panel.getByRole('button', { name: 'derivation' }).click();
  await expect(stepper).toBeFocused();
  await expect(stepper.locator('tr.sg-marked th')).toHaveText('linear1.weight[0,0]');

  // The heatmap shows the numbers; the keyboard selects row and column.
  await panel.locator('select[name=mode]').selectOption('heatmap');
  await expect(panel.locator('.sg-heatmap-canvas')).toHaveCount(3);
  await panel.locator('.sg-parameter-choice').selectOption('linear2.weight');
  const column = panel.locator('.sg-matrices input').nth(1);
  await column.fill('1');
  await column.press('Enter');
  await expect(stepper.locator('tr.sg-marked th')).toHaveText('linear2.weight[0,1]');
  await expect(panel.locator('.sg-matrices-readout')).toContainText('linear2.weight[0,1]: before ');

  // The files.
  const file = async (name: string): Promise<[string, Buffer]> => {
    const coming = lab.page.waitForEvent('download');
    await panel.getByRole('button', { name }).click();
    const download = await coming;
    return [download.suggestedFilename(), await readFile(await download.path())];
  };
  const [table, csv] = await file('Table as CSV');
  expect(table).toBe('inspector-saved-weights.csv');
  expect(csv.toString().trim().split('\n')).toHaveLength(18);
  const [, history] = await file('History as CSV');
  expect(history.toString()).toMatch(/^parameter,update,cell,value,loss,lr\n"linear2\.weight\[0,2\]",0,1,/);
  const [, svg] = await file('Picture as SVG');
  expect(svg.toString().match(/<image /g)).toHaveLength(3);
  expect(svg.toString()).toContain('learning rate');
  const [, png] = await file('Picture as PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');

  // axe finds nothing in both themes.
  for (const theme of ['Dark', 'Light']) {
    await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
    await expect(lab.page.locator('body')).toHaveAttribute('data-jp-theme-light', String(theme === 'Light'), {
      timeout: 15_000
    });
    for (const mode of ['heatmap', 'table']) {
      await panel.locator('select[name=mode]').selectOption(mode);
      expect(await violations(lab)).toEqual([]);
    }
  }
});

test('the Chinese inspector has no English text and no axe violation', async ({ lab }) => {
  const put = { data: { raw: JSON.stringify({ language: 'zh-CN' }) } };
  await lab.page.request.put('/lab/api/settings/stepgrad:renderer?token=e2e', put);
  await lab.open(write('inspector-chinese.ipynb', savedCells()));
  const panel = await openPanel(lab);
  await panel.locator('.sg-weights tr[data-row]').nth(2).click();
  await expect(panel.locator('.sg-entry-what')).toHaveText(['新建 · 17 个参数', '更新 1 步 · SGD']);
  await panel.locator('select[name=compare]').selectOption({ index: 1 });
  for (const mode of ['heatmap', 'table']) {
    await panel.locator('select[name=mode]').selectOption(mode);
    const text = await panel.innerText();
    const names = /linear\d|weight|bias|show\(|model|ipynb|SGD|CSV|SVG|PNG|inspector-chinese|\bm\d|\bL\b/g;
    expect(text.replace(names, '')).not.toMatch(/[a-z]{3}/i);
    expect(await violations(lab)).toEqual([]);
  }

  // Changing the language keeps the selection, and changes the palette.
  await setLanguage(lab, 'en');
  await expect(panel.locator('.sg-entry-what')).toHaveText(['made · 17 parameters', '1 step · SGD']);
  await expect(panel.locator('tr.sg-marked th')).toHaveText('linear1.weight[1,0]');
  await expect(panel.locator('select[name=compare]')).not.toHaveValue('');
  await lab.command('apputils:activate-command-palette');
  const palette = lab.page.locator('.lm-CommandPalette');
  await palette.locator('input').fill('weights, cell');
  await expect(palette.locator('.lm-CommandPalette-itemLabel')).toHaveText(['Show Weights, Cell by Cell']);
});

test('two notebooks of a saved lesson stay apart; the panel is restored with the layout', async ({ lab }) => {
  await lab.open(copy('en/02-feed-forward-layer.ipynb'));
  const panel = await openPanel(lab);
  await expect(panel.locator('.sg-notebook')).toHaveText('02-feed-forward-layer.ipynb');
  const payloads = (await lab.cells()).flatMap(({ outputs = [] }) =>
    outputs.map(({ data }) => data?.[MIME] as { kind?: string })
  );
  const count = payloads.filter(payload =>
    ['trace', 'model', 'history'].includes(payload?.kind ?? '')
  ).length;
  await expect(entries(panel)).toHaveCount(count);
  const path = write('inspector-other.ipynb', [...savedCells(), savedNorm()]);
  await lab.command('docmanager:open', { path });
  await expect(entries(panel)).toHaveCount(3);
  await expect(panel.locator('.sg-notebook')).toHaveText('inspector-other.ipynb');
  // A parameter outside a Linear highlights its layer.
  const stepper = (await lab.views(2)).first();
  await panel.locator('.sg-weights tr[data-row]', { hasText: 'norm.weight[1]' }).click();
  await expect(stepper.locator('tr.sg-marked th')).toHaveText(
    ['weight', 'bias'].flatMap(name => [0, 1, 2].map(i => `norm.${name}[${i}]`))
  );
  await expect(panel.locator('tr.sg-marked th')).toHaveText('norm.weight[1]');
  await lab.command('application:activate-previous-tab');
  await expect(entries(panel)).toHaveCount(count);

  await lab.page.waitForTimeout(2000);
  await lab.load();
  await expect(entries(lab.page.locator('[data-stepgrad=inspector]'))).toHaveCount(count);
});

/** Drags the border of the side bar until the panel has a width, in px. */
async function resize(lab: Lab, panel: Locator, width: number): Promise<void> {
  const frame = lab.page.locator('.sg-inspector-panel');
  await expect(async () => {
    const { x, y, width: now } = (await frame.boundingBox())!;
    await lab.page.mouse.move(x - 2, y + 300);
    await lab.page.mouse.down();
    await lab.page.mouse.move(x - 2 + now - width, y + 300, { steps: 4 });
    await lab.page.mouse.up();
    expect(Math.abs((await frame.boundingBox())!.width - width)).toBeLessThan(6);
  }).toPass({ timeout: 10_000 });
  await expect(panel).toBeVisible();
}

test('the panel asks for more than 250 px; at 250 px every number keeps its digits', async ({
  lab,
  request
}) => {
  await lab.page.setViewportSize({ width: 1366, height: 768 });
  for (const theme of ['Light', 'Dark']) {
    await lab.open(write('inspector-narrow.ipynb', [saved(traceOf241())]));
    await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
    await setLanguage(lab, theme === 'Dark' ? 'zh-CN' : 'en');
    const panel = await openPanel(lab);
    await expect(panel.locator('.sg-weights tbody tr')).toHaveCount(17);
    await expect.poll(async () => (await panel.boundingBox())!.width).toBeGreaterThan(330);
    for (const width of [350, 250]) {
      await resize(lab, panel, width);
      const columns = width === 350 ? 5 : 4;
      await expect(panel.locator('.sg-weights thead th[class]:visible')).toHaveCount(columns);
      const cut = await panel.evaluate(panel => {
        const { left, right } = panel.getBoundingClientRect();
        const all = Array.from(
          panel.querySelectorAll<HTMLElement>('.sg-weights :is(th, td), .sg-entry *, select')
        );
        return all
          .filter(each => each.checkVisibility())
          .filter(each => {
            const range = document.createRange();
            range.selectNodeContents(each);
            const text = range.getBoundingClientRect();
            const box = each.getBoundingClientRect();
            const sticks = box.left < left || box.right > right + 0.5;
            return sticks || (each.tagName !== 'SELECT' && text.width > box.width + 1);
          })
          .map(each => `${each.className} ${each.textContent}`);
      });
      expect(cut, `${width} px`).toEqual([]);
      // The numbers of a column are aligned, those before and after one below the other.
      const rights = await panel
        .locator('.sg-weights tbody :is(.sg-col-before, .sg-col-after)')
        .evaluateAll(all => [...new Set(all.map(each => Math.round(each.getBoundingClientRect().right)))]);
      expect(rights.length).toBe(1);
      expect(await violations(lab)).toEqual([]);
    }
    await expect(panel.locator('.sg-entry-model')).toHaveAttribute('title', /m1/);
    await expect(panel.locator('.sg-found')).toHaveText(theme === 'Dark' ? '17 个参数' : '17 parameters');
    // The keyboard walks through the rows, which stay in sight below the heading.
    await panel.locator('.sg-weights tbody tr').first().focus();
    for (const key of ['ArrowDown', 'PageDown', 'End', 'ArrowUp']) {
      await lab.page.keyboard.press(key);
      const seen = await panel.evaluate(panel => {
        const [head, row, box] = [
          panel.querySelector('.sg-weights thead')!,
          document.activeElement!,
          panel.querySelector('.sg-weights-scroll')!
        ].map(each => each.getBoundingClientRect());
        return row.top >= head.bottom - 1 && row.bottom <= box.bottom + 1;
      });
      expect(seen, key).toBe(true);
    }
  }
  await request.put('/lab/api/settings/stepgrad:renderer?token=e2e', { data: { raw: '{}' } });
});
