/** Measures a notebook of 300 small outputs: with the views near the window alone, and with all of them. */
import { Page } from '@playwright/test';
import { appendFileSync } from 'node:fs';
import { expect, test } from '../e2e/lab';
import { saved, write } from '../e2e/notebooks';
import type { Trace } from '../e2e/trace';
import { networks } from './networks';

const OUTPUTS = 300;

interface Cost {
  /** Nodes of the page, also those that no element holds any more. */
  nodes: number;
  /** Processor time of the page's main thread since it was loaded, in ms. */
  cpuMs: number;
}

async function cost(page: Page): Promise<Cost> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (name: string): number => metrics.find(each => each.name === name)!.value;
  return { nodes: of('Nodes'), cpuMs: 1000 * of('TaskDuration') };
}

test('300 outputs', async ({ lab, page }) => {
  const trace = { ...(JSON.parse(JSON.stringify(networks['2-4-1']())) as Trace), modelId: 'm1' };
  const path = write(
    'bench-300.ipynb',
    Array.from({ length: OUTPUTS }, () => saved(trace))
  );
  await lab.reset();
  const empty = await cost(page);
  await lab.open(path);
  await expect(page.locator('[data-stepgrad=stepper] .katex').first()).toBeAttached();
  // Lab makes the cells that are out of the window when it has time.
  await expect
    .poll(() =>
      page.evaluate(() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.length)
    )
    .toBe(OUTPUTS);
  await page.waitForTimeout(10_000);
  const near = await cost(page);
  // Every view is drawn for print, as every view was drawn before.
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const all = await cost(page);
  const line = ({ nodes, cpuMs }: Cost): string =>
    `${nodes - empty.nodes} nodes, ${Math.round(cpuMs - empty.cpuMs)} ms`;
  console.log(`near the window: ${line(near)}; all ${OUTPUTS}: ${line(all)}`);
  expect(near.nodes - empty.nodes).toBeLessThan((all.nodes - empty.nodes) / 4);
  for (const [name, { cpuMs }] of Object.entries({ near, all })) {
    appendFileSync(
      process.env.STEPGRAD_BENCH!,
      `${JSON.stringify({ name: `300 outputs, ${name}`, times: { cpuMs: [cpuMs - empty.cpuMs] } })}\n`
    );
  }
});
