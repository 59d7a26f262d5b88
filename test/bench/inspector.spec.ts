/** Times the weight inspector: opening it for a notebook of many cells, and scrolling through many weights. */
import { Page } from '@playwright/test';
import { appendFileSync } from 'node:fs';
import { expect, test } from '../e2e/lab';
import { code, saved, write } from '../e2e/notebooks';
import type { Trace } from '../e2e/trace';
import { networks } from './networks';

const CELLS = 200;
const OPENINGS = 3;
/** Timed frames. */
const FRAMES = 180;
/** Scrolling per frame, in px: about as fast as a mouse wheel. */
const SCROLLED = 400;

const print = (name: string, times: Record<string, number[]>): void =>
  appendFileSync(process.env.STEPGRAD_BENCH!, `${JSON.stringify({ name, times })}\n`);

/** Time from the command to the frame that shows the list of cells and the weights of one cell, in ms. */
const openTime = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const start = performance.now();
    void window.jupyterapp.commands.execute('stepgrad:show-weights');
    const isThere = (): boolean =>
      document.querySelector('[data-stepgrad=inspector] [role=option]') !== null &&
      document.querySelector('[data-stepgrad=inspector] tr[data-row]') !== null;
    for (;;) {
      const there = isThere();
      await new Promise<void>(go => requestAnimationFrame(() => setTimeout(go)));
      if (there) {
        return performance.now() - start;
      }
    }
  });

/** Scrolls the table in every frame. @returns the time between frames, in ms */
const frameTimes = (page: Page): Promise<number[]> =>
  page.evaluate(
    async ([frames, by]) => {
      const box = document.querySelector<HTMLElement>('[data-stepgrad=inspector] .sg-weights-scroll')!;
      const frame = (): Promise<number> => new Promise(requestAnimationFrame);
      const times: number[] = [];
      let before = await frame();
      for (let i = 0; i < frames; i++) {
        box.scrollTop += by;
        const now = await frame();
        times.push(now - before);
        before = now;
      }
      return times;
    },
    [FRAMES, SCROLLED] as const
  );

test('inspector of 200 cells', async ({ lab, page }) => {
  const trace = { ...(JSON.parse(JSON.stringify(networks['2-4-1']())) as Trace), modelId: 'm1' };
  const path = write(
    'bench-200.ipynb',
    Array.from({ length: CELLS }, () => saved(trace))
  );
  const openMs: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    await lab.open(path);
    openMs.push(await openTime(page));
    await expect(page.locator('[data-stepgrad=inspector] [role=option]')).toHaveCount(CELLS);
  }
  print('inspector of 200 cells', { openMs });
});

test('inspector of 100 000 weights', async ({ lab, page }) => {
  const trace = JSON.parse(JSON.stringify(networks['784-128-10']())) as Trace;
  await lab.open(write('bench-weights.ipynb', [saved(trace), code('// more')]));
  await openTime(page);
  await frameTimes(page); // warm-up
  const frameMs = await frameTimes(page);
  const table = page.locator('[data-stepgrad=inspector] .sg-weights');
  await expect(table).toHaveAttribute('aria-rowcount', String(101770 + 1));
  print('inspector of 100 000 weights', { frameMs });
});
