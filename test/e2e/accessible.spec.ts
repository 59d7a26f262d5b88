import AxeBuilder from '@axe-core/playwright';
import { gradcheck, BCELoss, Linear, Sequential, Sigmoid } from 'stepgrad';
import { Lab, expect, test } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';

const input = [
  [0.5, -1.2],
  [0, 3]
];
const target = [[1], [0]];
const trace = traceOf241(input, target, { featureNames: ['height', 'weight'], classNames: ['no', 'yes'] });

/** What axe finds in the outputs, a line a node, short enough to read. */
async function violations(lab: Lab): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: lab.page }).include('.sg-output').analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`)
  );
}

async function setTheme(lab: Lab, theme: string): Promise<void> {
  await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
  await expect(lab.page.locator('body')).toHaveAttribute('data-jp-theme-light', String(theme === 'Light'));
}

for (const theme of ['Light', 'Dark']) {
  test(`the stepper has no fault that axe knows, ${theme}`, async ({ lab }) => {
    await lab.open(write('accessible.ipynb', [saved(trace)]));
    await setTheme(lab, theme);
    const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
    // Forward, the loss, backward, an update; then a weight with its paths.
    for (const keys of [
      ['Home'],
      ['Shift+ArrowRight'],
      ['Shift+ArrowRight', 'ArrowRight', 'ArrowRight'],
      ['End']
    ]) {
      await stepper.press(...keys);
      expect(await violations(lab)).toEqual([]);
    }
    await stepper.root.locator('[data-section=table] tr').nth(2).focus();
    await lab.page.keyboard.press('Enter');
    expect(await violations(lab)).toEqual([]);
    await lab.page.setViewportSize({ width: 640, height: 900 });
    expect(await violations(lab)).toEqual([]);
  });

  test(`a model, a check and an error have none either, ${theme}`, async ({ lab }) => {
    const model = new Sequential(new Linear(2, 3), new Sigmoid(), new Linear(3, 1), new Sigmoid());
    const check = gradcheck(model, { input, target, loss: new BCELoss() });
    const { modelId, model: layers, iterations } = trace as typeof trace & { modelId: string };
    const snapshot = { kind: 'model', version: 1, modelId, model: layers, params: iterations[0].params };
    await lab.open(write('others.ipynb', [saved(snapshot), saved(check), saved('nothing')]));
    await setTheme(lab, theme);
    for (const [cell, view] of ['model', 'check', 'error'].entries()) {
      await expect(await lab.views(cell, view)).toHaveCount(1);
      expect(await violations(lab)).toEqual([]);
    }
  });
}
