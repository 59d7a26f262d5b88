/** The weights of a notebook, cell by cell: what the panel shows is what the kernel computed. */
import { Locator } from '@playwright/test';
import { Lab, expect, test } from './lab';
import { Cell, code, copy, write } from './notebooks';

const imports =
  'import { manualSeed, Sequential, Linear, Sigmoid, BCELoss, SGD, Adam, record, show, fit } from "stepgrad";';
const print =
  'console.log(JSON.stringify(Object.fromEntries(model.namedParameters().map(([n, p]) => [n, p.toArray()]))));';

/** Ten cells: a model made, trained, changed by hand, another model, trained on. */
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
  code('// nothing to see', 'const nothing = 1;'),
  code('show(record(model, { ...data, optimizer: optimizer }));', print),
  code('show(record(model, data));'),
  code('show(model);', print)
];

async function openPanel(lab: Lab): Promise<Locator> {
  await lab.command('stepgrad:show-weights');
  const panel = lab.page.locator('[data-stepgrad=inspector]');
  await expect(panel).toBeVisible();
  return panel;
}

const entries = (panel: Locator): Locator => panel.locator('[role=option]');

/** Every row of the table, by address: what its columns hold. */
async function tableOf(panel: Locator): Promise<Map<string, Record<string, number>>> {
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

function check(table: Map<string, Record<string, number>>, before: Weights | null, after: Weights): void {
  let count = 0;
  for (const [name, rows] of Object.entries(after)) {
    rows.forEach((row, i) =>
      [row].flat().forEach((value, k) => {
        const address = Array.isArray(row) ? `${name}[${i},${k}]` : `${name}[${i}]`;
        const shown = table.get(address)!;
        expect(shown.after, address).toBe(value);
        if (before) {
          const old = ([(before[name] as number[][])[i]].flat() as number[])[k];
          expect(shown.before, address).toBe(old);
          expect(shown.step ?? shown.difference, address).toBe(value - old);
        }
        count++;
      })
    );
  }
  expect(table.size).toBe(count);
}

test('ten cells: every number is the kernel’s, after running, reordering and running again', async ({
  lab
}) => {
  await lab.open(write('inspector.ipynb', cells), { kernel: true });
  const panel = await openPanel(lab);
  await expect(panel).toContainText('No cell of this notebook shows a model yet');
  const done = await lab.runAll();
  const printed = done.map(({ outputs = [] }) => {
    const text = outputs.find(({ name }) => name === 'stdout')?.text;
    return text ? (JSON.parse([text].flat().join('')) as Weights) : null;
  });
  await expect(entries(panel)).toHaveCount(9);
  const what = await entries(panel).locator('.sg-entry-what').allTextContents();
  expect(what[0]).toContain('17');
  expect(what.slice(1, 3)).toEqual(['1 step · SGD', '3 steps · SGD']);
  expect(what[3]).toBe('changed by hand or loaded · 1 of 17 weights');
  expect(what[7]).toContain('not updated');
  expect(what[8]).toBe('shown, not changed');
  const pairs: [number, number, number | null][] = [
    [0, 0, null],
    [1, 1, 0],
    [2, 2, 1],
    [3, 3, 2],
    [5, 5, 3],
    [6, 7, 5]
  ];
  for (const [entry, cell, before] of pairs) {
    await entries(panel).nth(entry).click();
    check(await tableOf(panel), before === null ? null : printed[before], printed[cell]!);
  }

  // One iteration of three alone.
  await entries(panel).nth(2).click();
  await panel.locator('select[name=iteration]').selectOption('0');
  const first = await tableOf(panel);
  expect(first.get('linear1.bias[0]')!.before).toBe(printed[1]!['linear1.bias'][0]);
  expect(first.get('linear1.bias[0]')!.after).not.toBe(printed[2]!['linear1.bias'][0]);

  // Compared with the first cell.
  await panel.locator('select[name=compare]').selectOption({ index: 1 });
  check(await tableOf(panel), printed[0], printed[2]!);
  await expect(panel.locator('.sg-bin').first()).toBeVisible();

  // Sorted by the difference.
  await panel.locator('.sg-col-step button').click();
  const steps = [...(await tableOf(panel)).values()].map(({ difference }) => Math.abs(difference));
  expect(steps).toEqual(steps.slice().sort((a, b) => b - a));

  // Moved up, the cell is where it was moved to; deleted, it is gone; cleared, too.
  await lab.page.evaluate(() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = 2;
  });
  await lab.command('notebook:move-cell-up');
  await expect(entries(panel).nth(1).locator('.sg-entry-what')).toHaveText('3 steps · SGD');
  await lab.command('notebook:clear-cell-output');
  await expect(entries(panel)).toHaveCount(8);
  await lab.command('notebook:delete-cell');
  await expect(entries(panel)).toHaveCount(8);
  await lab.page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = 8;
  });
  await lab.command('notebook:run-cell');
  await expect(entries(panel).last().locator('.sg-entry-cell')).toHaveText('[11]');
});

test('a weight chosen in the panel lights up in its stepper, and the other way round', async ({ lab }) => {
  await lab.open(write('inspector-link.ipynb', cells), { kernel: true });
  const panel = await openPanel(lab);
  await lab.runAll();
  await expect(entries(panel)).toHaveCount(9);
  const stepper = (await lab.views(1)).first();
  await entries(panel).nth(1).click();
  await panel.locator('.sg-weights tr[data-row]', { hasText: 'linear1.weight[2,1]' }).click();
  await expect(stepper.locator('tr.sg-marked th')).toHaveText('linear1.weight[2,1]');
  await expect(panel.locator('.sg-history-chart').first()).toBeVisible();
  await stepper.locator('tr', { hasText: 'linear2.weight[0,3]' }).click();
  await expect(panel.locator('tr.sg-marked th')).toHaveText('linear2.weight[0,3]');

  // As a picture: the row and the column, by the keyboard.
  await panel.locator('select[name=mode]').selectOption('heatmap');
  await expect(panel.locator('.sg-heatmap-canvas').first()).toBeVisible();
  const column = panel.locator('.sg-heatmap').first().locator('input').nth(1);
  await column.fill('1');
  await column.press('Enter');
  await expect(stepper.locator('tr.sg-marked th')).toHaveText('linear2.weight[0,1]');
});

test('a saved lesson without a kernel, in two notebooks that do not mix', async ({ lab }) => {
  await lab.open(copy('en/02-feed-forward-layer.ipynb'));
  const panel = await openPanel(lab);
  await expect(panel.locator('.sg-notebook')).toHaveText('02-feed-forward-layer.ipynb');
  const count = await entries(panel).count();
  expect(count).toBeGreaterThan(0);
  await lab.command('docmanager:open', { path: write('inspector-empty.ipynb', [code('1')]) });
  await expect(entries(panel)).toHaveCount(0);
  await expect(panel.locator('.sg-notebook')).toHaveText('inspector-empty.ipynb');
});
