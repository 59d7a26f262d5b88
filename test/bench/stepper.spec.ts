/** How long the page takes, as a reader waits for it: from output, key or edit to the frame that shows it. */
import { Page } from '@playwright/test';
import { appendFileSync } from 'node:fs';
import { Lab, test } from '../e2e/lab';
import { saved, write } from '../e2e/notebooks';
import { Stepper } from '../e2e/stepper';
import type { Trace } from '../e2e/trace';
import { networks } from './networks';

/** Steps that are timed in each phase, and edits. */
const STEPS = 12;
const EDITS = 20;
const OPENINGS = 3;

const placeOf = ({ root }: Stepper): Promise<{ step: number; steps: number }> =>
  root.evaluate(({ dataset }: HTMLElement) => ({ step: Number(dataset.step), steps: Number(dataset.steps) }));

/** Until what was pressed before is drawn and measured. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>(go => requestAnimationFrame(() => setTimeout(() => setTimeout(() => go()))))
  );

/** In ms, and the part of a frame by which each key comes later in one than the key before: they spread evenly. */
const FRAME = 1000 / 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
let moment = 0;

/**
 * Does something and waits until the page has measured that it is drawn. The page is not asked meanwhile: it is busy.
 * A reader's key comes at any moment of a frame; what follows `settled` would always come at the same.
 */
async function timed(page: Page, name: string, act: () => Promise<void>): Promise<number> {
  await settled(page);
  const drawn = page.evaluate(
    name =>
      new Promise<number>(go => {
        const observer = new PerformanceObserver(list => {
          const measure = list.getEntriesByName(name).at(-1);
          if (measure) {
            observer.disconnect();
            go(measure.duration);
          }
        });
        observer.observe({ type: 'measure' });
      }),
    name
  );
  moment = (moment + GOLDEN) % 1;
  await page.waitForTimeout(moment * FRAME);
  await act();
  return drawn;
}

async function open(lab: Lab, path: string, trace: Trace): Promise<Stepper> {
  await lab.open(path);
  return new Stepper((await lab.views(0)).first(), trace).ready();
}

async function stepTimes(stepper: Stepper): Promise<number[]> {
  const page = stepper.root.page();
  const times: number[] = [];
  await stepper.press('Home');
  for (let phase = 0; phase < 4; phase++) {
    for (let i = 0; i < STEPS; i++) {
      const { step, steps } = await placeOf(stepper);
      const key = step < steps - 1 ? 'ArrowRight' : 'Home';
      times.push(await timed(page, 'stepgrad:step', () => page.keyboard.press(key)));
    }
    await stepper.press('Shift+ArrowRight');
  }
  return times;
}

/** Changes an input in the middle of the backward pass, where all that depends on it is on the page. */
async function editTimes(stepper: Stepper): Promise<number[]> {
  const page = stepper.root.page();
  await stepper.press('Home', 'Shift+ArrowRight', 'Shift+ArrowRight');
  const times: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    await stepper.root.locator('.sg-node[data-link="node 0 0"]').focus();
    await page.keyboard.press('F2');
    await page.keyboard.type(String(0.25 + i / 100));
    times.push(await timed(page, 'stepgrad:edit', () => page.keyboard.press('Enter')));
  }
  return times;
}

for (const [name, make] of Object.entries(networks)) {
  test(name, async ({ lab, page }) => {
    const trace = JSON.parse(JSON.stringify(make())) as Trace;
    const path = write(`bench-${name}.ipynb`, [saved(trace)]);
    const openMs: number[] = [];
    let stepper = await open(lab, path, trace);
    for (let i = 0; i < OPENINGS; i++) {
      stepper = await open(lab, path, trace);
      openMs.push(await page.evaluate(() => performance.getEntriesByName('stepgrad:render')[0].duration));
    }
    await stepTimes(stepper); // warm: the compiler has done its work
    const times = {
      stepMs: await stepTimes(stepper),
      editMs: await editTimes(stepper),
      openMs
    };
    appendFileSync(process.env.STEPGRAD_BENCH!, `${JSON.stringify({ name, times })}\n`);
  });
}
