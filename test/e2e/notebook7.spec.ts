/** Notebook 7 shows the same outputs without Lab's tabs; and nothing is requested from another host. */
import { Lab, expect, test } from './lab';
import { code, copy, saved, traceOf241, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';

const trace = traceOf241();

/** Opens a notebook in Notebook 7 with a connected kernel. */
async function open(lab: Lab, path: string): Promise<void> {
  // Notebook 7.6's own faults, also without stepgrad: an error, and MathJax fonts requested without its cookie.
  lab.ignored = /reading 'schema'|403 \(Forbidden\).*\/static\/notebook\/\w+\.woff/;
  await lab.page.goto(`/notebooks/${path}?token=e2e`);
  await lab.page.waitForFunction(() => window.jupyterapp?.shell.currentWidget);
  await lab.ready({ kernel: true });
}

test('a lesson is stepped by keyboard without a kernel; in a narrow window the inspector is below', async ({
  lab
}) => {
  test.slow();
  await open(lab, copy('en/01-one-neuron.ipynb'));
  await lab.shutDown();
  const [{ cell, trace }] = tracesOf(await lab.cells());
  const stepper = await new Stepper((await lab.views(cell)).first(), trace).ready();
  await stepper.walk();

  await lab.page.setViewportSize({ width: 800, height: 1000 });
  await lab.command('stepgrad:show-weights');
  const panel = lab.page.locator('[data-stepgrad=inspector]');
  await expect(panel.locator('[role=option]').first()).toBeVisible();
  const { width, height } = (await panel.boundingBox())!;
  expect(width).toBeGreaterThan(700);
  expect(height).toBeGreaterThan(300);
});

test('an edit is inserted into the notebook and runs; an output opens below', async ({ lab }) => {
  test.slow();
  const path = write('seven.ipynb', [
    code(
      'import { Sequential, Linear, Sigmoid, BCELoss, SGD, record, show } from "stepgrad";',
      'const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());',
      'const optimizer = new SGD(model.parameters(), { lr: 0.01 });',
      'show(record(model, { input: [[0.5, -1.2]], target: [[1]], loss: new BCELoss(), optimizer }));'
    )
  ]);
  await open(lab, path);
  const [{ trace }] = tracesOf(await lab.runAll());
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await stepper.enter('table');
  await lab.page.keyboard.press('F2');
  await lab.page.keyboard.type('0.25');
  await lab.page.keyboard.press('Enter');
  await expect(stepper.root).toHaveAttribute('data-edited');
  const loss = (): Promise<string | null> =>
    stepper.root.locator('[data-ref=loss]').first().getAttribute('data-value');
  await stepper.press('Shift+ArrowRight');
  const edited = Number(await loss());
  await lab.page.keyboard.press('Alt+n');
  await expect.poll(async () => (await lab.cells()).length).toBe(2);
  await lab.page.keyboard.press('Shift+Enter');
  await expect.poll(async () => tracesOf(await lab.cells()).length).toBe(2);
  const again = tracesOf(await lab.cells())[1].trace;
  expect(Math.abs(Number(again.iterations[0].loss) - edited)).toBeLessThan(1e-12);

  await (await lab.views(0)).first().focus();
  await lab.page.keyboard.press('Alt+o');
  const below = lab.page
    .locator(
      '#down-panel [data-stepgrad=stepper], .jp-NotebookDownPanel [data-stepgrad=stepper], .sg-output-tab [data-stepgrad=stepper]'
    )
    .first();
  await expect(below).toBeVisible();
  await expect(below).toHaveAttribute('data-edited');
});

test('the inspector in the sidebar, and a training run that is followed and scrubbed', async ({ lab }) => {
  test.slow();
  const path = write('seven-weights.ipynb', [
    { ...saved(trace), execution_count: 1 },
    code(
      'import { Adam, BCELoss, Linear, Sequential, Sigmoid, fit } from "stepgrad";',
      'const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());',
      'const train = { input: [[0.5, -1.2], [1, 2]], target: [[1], [0]] };',
      'const optimizer = new Adam(model.parameters(), { lr: 0.1 });',
      'const history = await fit(model, { train: train, loss: new BCELoss(), optimizer: optimizer, epochs: 20 });'
    )
  ]);
  await open(lab, path);
  await lab.command('stepgrad:show-weights');
  const panel = lab.page.locator('[data-stepgrad=inspector]');
  await expect(panel.locator('[role=option]')).toHaveCount(1);
  await panel.locator('.sg-weights tr[data-row]', { hasText: 'linear1.weight[2,1]' }).click();
  const stepper = (await lab.views(0)).first();
  await expect(stepper.locator('tr.sg-marked th')).toHaveText('linear1.weight[2,1]');

  await lab.page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
  });
  await lab.command('notebook:run-cell');
  // Both models are the first of their kernels.
  await expect(panel.locator('.sg-entry-what')).toHaveText(
    ['1 step · SGD · an earlier kernel', '20 epochs · Adam'],
    {
      timeout: 30_000
    }
  );
  const view = (await lab.views(1, 'training')).first();
  await expect(view.locator('.sg-progress-text')).toHaveText('20 epochs · 20 steps');
  await view.locator('.sg-scrubber').focus();
  await lab.page.keyboard.press('Home');
  await expect(view).toHaveAttribute('data-moment', '0');
});

for (const place of ['lab', 'notebooks']) {
  test(`nothing is requested from another host, in ${place}`, async ({ lab, context }) => {
    test.slow();
    const strangers: string[] = [];
    await context.route(
      url => url.hostname !== '127.0.0.1' && url.protocol.startsWith('http'),
      route => {
        strangers.push(route.request().url());
        return route.abort();
      }
    );
    const path = write('offline.ipynb', [saved(trace)]);
    await (place === 'lab' ? lab.open(path) : open(lab, path));
    const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
    await stepper.walk();
    // Formulas are set in KaTeX's own fonts.
    expect(await lab.page.evaluate(() => document.fonts.check('16px KaTeX_Math'))).toBe(true);
    expect(strangers).toEqual([]);
  });
}
