/** Drawing an output again keeps the reader's place: step, sample and step size. */
import { Lab, expect, test } from './lab';
import { code, saved, traceOf241, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';

const trace = traceOf241(
  [
    [0.5, -1.2],
    [0, 3],
    [1, 1]
  ],
  [[1], [0], [1]]
);

async function goToPlace(stepper: Stepper): Promise<void> {
  await stepper.choose('granularity', 'operation');
  await stepper.choose('sample', 2);
  await stepper.press('Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowRight', 'ArrowRight');
  await expectPlace(stepper);
}

async function expectPlace(stepper: Stepper): Promise<void> {
  await stepper.ready();
  const { steps, phase } = await stepper.check(13);
  expect([steps, phase]).toEqual([56, 'backward']);
  await expect(stepper.root.locator('select[name=sample]')).toHaveValue('2');
  await expect(stepper.root.locator('select[name=granularity]')).toHaveValue('operation');
}

async function open(lab: Lab): Promise<Stepper> {
  await lab.open(write('place.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await goToPlace(stepper);
  return stepper;
}

test('another theme, another width', async ({ lab }) => {
  const stepper = await open(lab);
  const colour = (): Promise<string> => stepper.root.evaluate(root => getComputedStyle(root).backgroundColor);
  const light = await colour();
  await lab.command('apputils:change-theme', { theme: 'JupyterLab Dark' });
  await expect.poll(colour).not.toBe(light);
  await expectPlace(stepper);
  await lab.page.setViewportSize({ width: 700, height: 900 });
  await expectPlace(stepper);
  await lab.command('apputils:change-theme', { theme: 'JupyterLab Light' });
  await expect.poll(colour).toBe(light);
});

test('another language', async ({ lab }) => {
  const stepper = await open(lab);
  const { sentence } = await stepper.state();
  const setLanguage = async (language: string): Promise<void> => {
    await lab.command('settingeditor:open', { query: 'stepgrad' });
    const select = lab.page.locator('.jp-SettingsPanel select').first();
    await select.selectOption({ label: language });
    await lab.page.waitForTimeout(1500);
    await lab.page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: 'place.ipynb' }).click();
  };
  await setLanguage('简体中文');
  await expect.poll(async () => (await stepper.state()).sentence).toMatch(/[\u4e00-\u9fff]/);
  await expectPlace(stepper);
  await setLanguage('English');
  await expect.poll(async () => (await stepper.state()).sentence).toBe(sentence);
});

test('a second view of the same output', async ({ lab }) => {
  const stepper = await open(lab);
  await lab.command('notebook:create-output-view');
  const second = new Stepper(lab.page.locator('.jp-LinkedOutputView [data-stepgrad=stepper]'), trace);
  await expectPlace(second);
  await second.press('ArrowRight');
  await second.check(14);
  await stepper.check(13);
});

test('the same output sent again', async ({ lab }) => {
  const path = write('again.ipynb', [
    code(
      'import { Sequential, Linear, Sigmoid, BCELoss, SGD, record, show } from "stepgrad";',
      'const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());',
      'const optimizer = new SGD(model.parameters(), { lr: 0.01 });',
      'const [input, target] = [[[0.5, -1.2], [0, 3], [1, 1]], [[1], [0], [1]]];',
      'const trace = record(model, { input, target, loss: new BCELoss(), optimizer });'
    ),
    code('show(trace);')
  ]);
  await lab.open(path, { kernel: true });
  const run = tracesOf(await lab.runAll())[0].trace;
  const stepper = new Stepper((await lab.views(1)).first(), run);
  await goToPlace(await stepper.ready());
  const [before] = (await lab.cells()).slice(1);
  await lab.page.evaluate(async () => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
    await window.jupyterapp.commands.execute('notebook:run-cell');
  });
  const [after] = (await lab.cells()).slice(1);
  expect(after.execution_count).toBe(before.execution_count! + 1);
  await expectPlace(new Stepper((await lab.views(1)).first(), run));
});
