import { expect, test } from '../e2e/lab';

/** The pictures of lessons: the stepper's granularity, phase, and steps within the phase. */
const lessons = [
  { number: '01', name: '01-one-neuron', granularity: 'neuron', phase: 'backward', steps: 0 },
  { number: '02', name: '02-feed-forward-layer', granularity: 'operation', phase: 'backward', steps: 15 }
];

for (const { number, name, granularity, phase, steps } of lessons) {
  for (const language of ['en', 'zh-CN']) {
    for (const theme of ['light', 'dark']) {
      test(`${number}-${language}-${theme}`, async ({ lab, page, request }) => {
        const settings = JSON.stringify({ language });
        await request.put('/lab/api/settings/stepgrad:renderer?token=e2e', { data: { raw: settings } });
        await page.setViewportSize({ width: 1400, height: 980 });
        await lab.open(`notebooks/${language}/${name}.ipynb`);
        await lab.command('apputils:change-theme', {
          theme: theme === 'dark' ? 'JupyterLab Dark' : 'JupyterLab Light'
        });
        const cells = await lab.cells();
        const cell = cells.findIndex(({ outputs = [] }) =>
          outputs.some(({ data }) => {
            const payload = data?.['application/vnd.stepgrad.v1+json'] as { kind?: string } | undefined;
            return payload?.kind === 'trace';
          })
        );
        const stepper = (await lab.views(cell)).first();
        await stepper.locator('[name=granularity]').selectOption(granularity);
        await stepper.focus();
        for (
          let presses = 0;
          (await stepper.getAttribute('data-phase')) !== phase && presses < 4;
          presses++
        ) {
          await page.keyboard.press('Shift+ArrowRight');
        }
        for (let i = 0; i < steps; i++) {
          await page.keyboard.press('ArrowRight');
        }
        await expect(stepper).toHaveAttribute('data-phase', phase);
        await expect(stepper.locator('.katex').first()).toBeVisible();
        await stepper.evaluate(element => {
          (element as HTMLElement).blur();
          element.closest('.jp-Cell')!.scrollIntoView({ block: 'start' });
        });
        await page.mouse.move(1, 1);
        await page.waitForTimeout(500);
        await page.screenshot({ path: `docs/images/${number}-${language}-${theme}.png` });
      });
    }
  }
}
