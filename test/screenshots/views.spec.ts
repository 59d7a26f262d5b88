import { expect, test } from '../e2e/lab';

/** Pictures of the training view (lesson 7, decision boundary) and the inspector (lesson 2, weights). */
for (const { language, theme } of [
  { language: 'en', theme: 'Light' },
  { language: 'zh-CN', theme: 'Dark' }
]) {
  const suffix = `${language}-${theme.toLowerCase()}`;
  const open = async (
    { lab, page, request }: Parameters<Parameters<typeof test>[2]>[0],
    name: string
  ): Promise<void> => {
    await request.put('/lab/api/settings/stepgrad:renderer?token=e2e', {
      data: { raw: JSON.stringify({ language }) }
    });
    await page.setViewportSize({ width: 1400, height: 980 });
    await lab.open(`notebooks/${language}/${name}.ipynb`);
    await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
  };

  test(`training-${suffix}`, async ({ lab, page, request }) => {
    await open({ lab, page, request } as never, '07-training');
    const cells = await lab.cells();
    const cell = cells.findIndex(({ outputs = [] }) =>
      outputs.some(
        ({ data }) =>
          (data?.['application/vnd.stepgrad.v1+json'] as { kind?: string } | undefined)?.kind === 'history'
      )
    );
    const view = (await lab.views(cell, 'training')).first();
    await expect(view.locator('svg').first()).toBeVisible();
    await view.evaluate(element => element.closest('.jp-Cell')!.scrollIntoView({ block: 'end' }));
    await page.waitForTimeout(700);
    await page.screenshot({ path: `docs/images/training-${suffix}.png` });
  });

  test(`inspector-${suffix}`, async ({ lab, page, request }) => {
    await open({ lab, page, request } as never, '02-feed-forward-layer');
    await lab.command('stepgrad:show-weights');
    const inspector = page.locator('[data-stepgrad=inspector]');
    await inspector.locator('.sg-entry').last().click();
    await inspector.locator('.sg-weights tbody tr').first().click();
    await page.waitForTimeout(700);
    await page.screenshot({ path: `docs/images/inspector-${suffix}.png` });
  });
}
