/** Times the page as a reader experiences it: from output, key or edit to the frame that shows the result. */
import { Page } from '@playwright/test';
import { appendFileSync } from 'node:fs';
import { Lab, test } from '../e2e/lab';
import { saved, write } from '../e2e/notebooks';
import { Stepper } from '../e2e/stepper';
import type { Trace } from '../e2e/trace';
import { networks } from './networks';

/** Timed steps per phase. */
const STEPS = 12;
/** Timed edits. */
const EDITS = 20;
/** Timed openings. */
const OPENINGS = 3;

const placeOf = ({ root }: Stepper): Promise<{ step: number; steps: number }> =>
  root.evaluate(({ dataset }: HTMLElement) => ({ step: Number(dataset.step), steps: Number(dataset.steps) }));

/** Waits until the effect of earlier keys is drawn and measured. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>(go => requestAnimationFrame(() => setTimeout(() => setTimeout(() => go()))))
  );

/** Duration of a frame at 60 Hz, in ms. */
const FRAME = 1000 / 60;
/** Each key comes this share of a frame later within its frame than the key before, which spreads keys evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
let moment = 0;

/**
 * Runs `act` and waits for the page's own measurement of the drawing, without polling the busy page. A reader's keys
 * come at any moment of a frame; without the delay, those after `settled` would always come at the same moment.
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

/** Changes an input in the middle of the backward pass, where everything that depends on it is on the page. */
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
    await stepTimes(stepper); // warm-up: lets the JIT compiler finish
    const times = {
      stepMs: await stepTimes(stepper),
      editMs: await editTimes(stepper),
      openMs
    };
    appendFileSync(process.env.STEPGRAD_BENCH!, `${JSON.stringify({ name, times })}\n`);
  });
}
