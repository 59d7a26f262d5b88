/** A network too large to draw completely: it opens, steps, can be edited, and its folds open. */
import type { Locator } from '@playwright/test';
import { networks } from '../bench/networks';
import { expect, test } from './keptLab';
import { saved, write } from './notebooks';
import { Stepper } from './stepper';
import { Trace, valueAt } from './trace';
import { rerun } from '../../src/trace';
import type { Trace as Recorded } from '../../src/trace';

/** The stepper with the expected trace after an edit, computed here by the engine. */
function changed({ root }: Stepper, trace: Trace, key: string, value: number): Stepper {
  const again = rerun(trace as unknown as Recorded, new Map([[key, value]]));
  return new Stepper(root, JSON.parse(JSON.stringify(again)) as Trace, 1e-12);
}

test('784–128–10 with a batch of 32', async ({ lab, page }) => {
  test.slow();
  const trace = JSON.parse(JSON.stringify(networks['784-128-10']())) as Trace;
  await lab.open(write('large.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  const { root } = stepper;
  const derivation = root.locator('[data-section=derivation]');

  // While stepping, every number equals the trace.
  await stepper.press('Home');
  await stepper.check(0);
  await stepper.press('ArrowRight', 'ArrowRight');
  await stepper.check(2);

  // Only visible rows are rendered, among them the step's.
  const rows = root.locator('.sg-parameters tbody tr');
  expect(await rows.count()).toBeLessThan(80);
  await expect(root.locator('.sg-parameters')).toHaveAttribute('aria-rowcount', String(101770 + 1));
  await expect(root.locator('tr.sg-marked th').first()).toHaveText('0.weight[2,0]');

  // A long sum opens: its terms sum to the unit's z without the bias.
  const sum = derivation.locator('.sg-terms').first();
  await sum.locator('summary').click();
  await expect(sum.locator('tbody tr').first()).toBeVisible();
  await expect(sum.locator('table')).toHaveAttribute('aria-rowcount', '785');
  await sum.locator('.sg-term-scroll').evaluate(box => (box.scrollTop = box.scrollHeight));
  await expect(sum.locator('tbody tr').last().locator('td').first()).toHaveText('784');
  const last = await sum.locator('tbody tr').last().locator('[data-value]').getAttribute('data-value');
  expect(Number(last)).toBe(valueAt(trace, '0.weight[2,783]') * valueAt(trace, 'input[0,783]'));

  // A fold opens at the chosen place.
  const gap = root.locator('.sg-gap').first();
  await expect(gap).toHaveText('… 777 more');
  await gap.click();
  await page.keyboard.type('405');
  await page.keyboard.press('Enter');
  const pixel = root.locator('[data-link="node 0 404"]');
  await expect(pixel).toBeFocused();

  // Edits are recomputed by the same engine; exp of another V8 may differ in the last bit.
  await page.keyboard.press('F2');
  await page.keyboard.type('0.625');
  await page.keyboard.press('Enter');
  await expect(root).toHaveAttribute('data-edited', '');
  const edited = changed(stepper, trace, 'input[0,404]', 0.625);
  await edited.check(2);

  // A number of the heatmap opens its row.
  const map = root.locator('.sg-parameter-map');
  const colours = await map.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  expect(colours, 'shades of its numbers').toBeGreaterThan(20);
  await map.locator('input').nth(0).fill('57');
  await map.locator('input').nth(1).fill('403');
  await expect(map.locator('[data-ref]')).toHaveAttribute('data-ref', '0.weight[57,403]');
  await page.keyboard.press('Enter');
  await expect(root.locator('tr.sg-marked th')).toHaveText('0.weight[57,403]');
  const isSeen = (): Promise<boolean> =>
    root.evaluate(element => {
      const row = element.querySelector('tr.sg-marked')!.getBoundingClientRect();
      const box = element.querySelector('.sg-table-scroll')!.getBoundingClientRect();
      return row.top >= box.top && row.bottom <= box.bottom + 1;
    });
  await expect.poll(isSeen).toBe(true);
  await edited.check();

  // A cell that is clicked, too: the middle of the picture is the middle of the matrix. A row is less than a pixel high.
  await map.locator('canvas').click();
  await expect(root.locator('tr.sg-marked th')).toHaveText(/^0\.weight\[6[2345],39[12]\]$/);
});

/** Scrolls down until everything is rendered. */
const toEnd = (pane: Locator): Promise<void> =>
  expect(async () => {
    const space = await pane.evaluate(element => {
      element.scrollTop = element.scrollHeight;
      return element.lastElementChild!.clientHeight;
    });
    expect(space, 'room for what is not made yet').toBe(0);
  }).toPass();

test('makes the formulas of a long step as the reader scrolls, and loses none', async ({ lab, page }) => {
  const trace = JSON.parse(JSON.stringify(networks['16-64-64-3']())) as Trace;
  await lab.open(write('formulas.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  const tableTop = (): Promise<number> =>
    stepper.root.evaluate(root => {
      const [table, all] = [root.querySelector('.sg-table-scroll')!, root].map(e =>
        e.getBoundingClientRect()
      );
      return Math.round(table.top - all.top);
    });
  await stepper.press('Home');
  const tops = [await tableTop()];
  await stepper.press('Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowRight', 'ArrowRight');
  tops.push(await tableTop());
  expect(tops[1], 'a layer of 3 × 64 weights is less high than one of 64 × 16; the table stays').toBe(
    tops[0]
  );
  const pane = stepper.root.locator('.sg-derivation-scroll');
  const lines = pane.locator('.sg-line');
  const heightOf = (): Promise<number> => pane.evaluate(({ scrollHeight }) => scrollHeight);
  // The loss's share, δ, and 64 weights with a bias: some are shown until the reader asks for more.
  await expect(lines).not.toHaveCount(8);
  const before = await heightOf();
  await page.waitForTimeout(500);
  expect(await lines.count()).toBeLessThan(40);
  expect(await heightOf(), 'the scroll bar is as long as it will be').toBeLessThan(1.3 * before);
  // What is not made yet has room in the pane, not below it.
  const [box, place] = await Promise.all([pane.boundingBox(), pane.locator('..').boundingBox()]);
  expect(box!.height).toBeLessThanOrEqual(place!.height + 1);

  // At a step, all that can be seen is there at once.
  const gap = await stepper.root.evaluate(root => {
    root.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }));
    const pane = root.querySelector('.sg-derivation-scroll')!;
    const last = pane.lastElementChild!.previousElementSibling!;
    return pane.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
  });
  expect(gap, 'px without formulas at the bottom of the pane: no more than between two').toBeLessThan(12);
  await stepper.press('ArrowRight');
  // Further parts follow, down to a quarter of the pane's height below the fold.
  await expect
    .poll(() =>
      pane.evaluate(element => {
        const last = element.lastElementChild!.previousElementSibling!.getBoundingClientRect();
        const { bottom, height } = element.getBoundingClientRect();
        return last.bottom - bottom - height / 4 + 20;
      })
    )
    .toBeGreaterThan(0);

  const more = pane.getByRole('button', { name: /^Show \d+ more$/ });
  await toEnd(pane);
  await expect(more).toBeVisible();
  const after = await heightOf();
  expect(after / before, `${before} px at first, ${after} px in the end`).toBeLessThan(1.6);
  expect(after / before, `${before} px at first, ${after} px in the end`).toBeGreaterThan(0.6);
  // With what the button opens: every operation of the step has its formula.
  for (let clicks = 0; (await more.count()) > 0 && clicks < 5; clicks++) {
    await more.click();
    await toEnd(pane);
  }
  const weights = (): Promise<number> =>
    pane
      .locator('.sg-line [data-ref*=".weight.grad"]:not([data-ref*="@"])')
      .evaluateAll(terms => new Set(terms.map(term => term.getAttribute('data-ref'))).size);
  expect(await weights()).toBe(64);
  await stepper.check();

  // Where the reader is, it stays when a number changes; and the next step begins at its top.
  const top = await pane.evaluate(element => (element.scrollTop = element.scrollHeight / 2));
  await stepper.root.locator('.sg-node[data-link="node 0 0"]').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('0.375');
  await page.keyboard.press('Enter');
  await expect(stepper.root).toHaveAttribute('data-edited', '');
  expect(await pane.evaluate(({ scrollTop }) => scrollTop)).toBeCloseTo(top, -2);
  await toEnd(pane);
  expect(await weights(), 'what was opened is open').toBe(64);
  await stepper.press('ArrowRight');
  await expect.poll(() => pane.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
});

test('a table off screen follows the step; scrolled, it is still one tab stop', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1400, height: 640 });
  const trace = JSON.parse(JSON.stringify(networks['16-64-64-3']())) as Trace;
  await lab.open(write('below.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  const marked = stepper.root.locator('tr.sg-marked th').first();
  await stepper.press('Home');
  await expect(marked).toHaveText('0.weight[0,0]');
  await expect(stepper.root.locator('.sg-parameters tbody')).not.toBeInViewport();
  await stepper.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect(marked).toHaveText('0.weight[4,0]');

  // Rows off screen are up to date, too.
  await stepper.press('End', 'Shift+ArrowLeft', 'ArrowLeft');
  await stepper.root.locator('.sg-node[data-link="node 0 0"]').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('0.625');
  await page.keyboard.press('Enter');
  await changed(stepper, trace, 'input[0,0]', 0.625).check();
  await stepper.press('Control+z', 'Home', ...Array<string>(4).fill('ArrowRight'));
  await expect(marked).toHaveText('0.weight[4,0]');
  const box = stepper.root.locator('.sg-table-scroll');
  await box.scrollIntoViewIfNeeded();
  await expect(marked).toBeInViewport();
  await stepper.check();

  const stops = stepper.root.locator('.sg-below [tabindex="0"]');
  await stepper.root.locator('tr.sg-marked').first().focus();
  await stepper.root.focus();
  await expect(stops).toHaveCount(1);
  await expect(stops).toHaveClass(/sg-marked/);
  await box.evaluate(element => (element.scrollTop += 4000));
  await expect(marked).toHaveCount(0);
  await expect(stops).toHaveCount(1);
});
