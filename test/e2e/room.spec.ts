/** The stepper's layout in the windows that readers have: what they need is seen together. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { Lab, expect, test } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper, sections } from './stepper';

const trace = traceOf241(
  [
    [0.5, -1.2],
    [0, 3],
    [1, 1]
  ],
  [[1], [0], [1]],
  { featureNames: ['flipper length (mm)', 'body mass (g)'], classNames: ['Gentoo'] }
);

/** Opens the stepper and scrolls its upper edge to that of the notebook's window. */
async function open(lab: Lab, name: string, size: { width: number; height: number }): Promise<Stepper> {
  await lab.page.setViewportSize(size);
  await lab.open(write(`room-${name}.ipynb`, [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await scrollTo(stepper.root);
  return stepper;
}

/** Scrolls a place of an element, 0 for its upper and 1 for its lower edge, to the upper edge of the window. */
const scrollTo = (element: Locator, part = 0): Promise<void> =>
  element.evaluate((element, part) => {
    const box = element.closest('.jp-WindowedPanel-outer')!;
    const { top, height } = element.getBoundingClientRect();
    box.scrollTop += top + part * height - box.getBoundingClientRect().top;
  }, part);

interface Places {
  /** The part of the page through which the notebook is seen. */
  window: DOMRect;
  timeline: DOMRect;
  question: DOMRect;
  picture: DOMRect;
  legend: DOMRect;
  formula: DOMRect;
}

const placesOf = (stepper: Stepper): Promise<Places> =>
  stepper.root.evaluate(root => {
    const box = (selector: string): DOMRect =>
      root.querySelector(selector)!.getBoundingClientRect().toJSON() as DOMRect;
    return {
      window: root.closest('.jp-WindowedPanel-outer')!.getBoundingClientRect().toJSON() as DOMRect,
      timeline: box('.sg-timeline'),
      question: box('.sg-ask'),
      picture: box('.sg-graph-svg'),
      legend: box('.sg-legend'),
      formula: box('.sg-line')
    };
  });

/** The names of the parts that are not wholly in the window. */
const unseen = ({ window, ...parts }: Places, ...names: (keyof typeof parts)[]): string[] =>
  names.filter(name => parts[name].top < window.top - 1 || parts[name].bottom > window.bottom + 1);

for (const [width, height] of [
  [1366, 768],
  [900, 768],
  [700, 768],
  [480, 800]
]) {
  test(`in a window of ${width} × ${height} px, what a step needs is seen together`, async ({ lab }) => {
    const stepper = await open(lab, String(width), { width, height });
    const beside = width === 1366;
    for (const keys of [['Home'], ...Array<string[]>(3).fill(['Shift+ArrowRight'])]) {
      await stepper.press(...keys);
      const places = await placesOf(stepper);
      const needed = ['question', 'timeline', 'picture', 'legend'] as const;
      expect(unseen(places, ...needed, ...(beside ? (['formula'] as const) : []))).toEqual([]);
      // From top to bottom, nothing over anything else.
      expect(places.timeline.bottom).toBeLessThanOrEqual(places.question.top + 1);
      expect(places.question.bottom).toBeLessThanOrEqual(places.picture.top + 1);
      expect(places.picture.bottom).toBeLessThanOrEqual(places.legend.top + 1);
    }
    // Of a narrow page, the formula is seen with the timeline, further down.
    await scrollTo(stepper.root.locator('.sg-derivation'));
    await stepper.root.evaluate(root => {
      const bar = root.querySelector('.sg-timeline')!.getBoundingClientRect();
      root.closest('.jp-WindowedPanel-outer')!.scrollTop -= bar.height;
    });
    expect(unseen(await placesOf(stepper), 'timeline', 'formula')).toEqual([]);
  });
}

test('the timeline stays in sight as long as the stepper is, and nowhere covers the focus', async ({
  lab,
  page
}) => {
  const stepper = await open(lab, 'sticky', { width: 1366, height: 768 });
  const step = stepper.root.getByRole('button', { name: 'Step', exact: true });
  const below = stepper.root.locator('.sg-below');
  for (const part of [0, 0.5]) {
    await scrollTo(below, part);
    const { window, timeline } = await placesOf(stepper);
    expect(Math.abs(timeline.top - window.top)).toBeLessThan(2);
    const before = (await stepper.state()).step;
    await step.click();
    expect((await stepper.state()).step).toBe(before + 1);
  }
  // Scrolling has not been undone by the click.
  expect((await placesOf(stepper)).question.bottom).toBeLessThan((await placesOf(stepper)).window.top);
  await below.locator('[role=tab]').first().focus();
  for (const section of ['table', 'timeline', 'derivation', 'graph', 'toolbar']) {
    // The table's box, which scrolls, is a further stop of Chromium's.
    for (let presses = 0; presses < 3 && (await stepper.focused()) !== section; presses++) {
      await page.keyboard.press('Shift+Tab');
    }
    expect(await stepper.focused()).toBe(section);
    const covered = await stepper.root.evaluate(root => {
      const bar = root.querySelector('.sg-timeline')!;
      const focused = document.activeElement!;
      const [{ bottom, top }, box] = [bar, focused].map(each => each.getBoundingClientRect());
      return !bar.contains(focused) && box.top < bottom - 1 && box.bottom > top + 1;
    });
    expect(covered, section).toBe(false);
  }
  await scrollTo(stepper.root, 1.2);
  expect((await placesOf(stepper)).timeline.bottom).toBeLessThan((await placesOf(stepper)).window.top);
});

test('at 1800 px the width is used: graph and formula are larger, side by side', async ({ lab }) => {
  const small = await open(lab, 'usual', { width: 1366, height: 768 });
  const usual = await placesOf(small);
  await lab.page.setViewportSize({ width: 1800, height: 1000 });
  await expect
    .poll(async () => (await placesOf(small)).picture.width)
    .toBeGreaterThan(usual.picture.width * 1.2);
  const large = await placesOf(small);
  const output = await small.root.evaluate(root => [root, root.parentElement!].map(each => each.clientWidth));
  expect(output[0]).toBeGreaterThan(output[1] - 4);
  expect(large.picture.height).toBeGreaterThan(usual.picture.height * 1.2);
  expect(large.formula.height).toBeGreaterThan(usual.formula.height * 1.2);
  expect(large.formula.left).toBeGreaterThan(large.picture.right - 1);
  expect(unseen(large, 'question', 'timeline', 'picture', 'legend', 'formula')).toEqual([]);
});

/** The height of letters of each visible text, in px of the screen. */
const lettersOf = (root: Element): { text: string; size: number }[] => {
  const found: { text: string; size: number }[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement as Element & { currentCSSZoom: number };
    const text = node.textContent!.trim();
    if (
      text &&
      !element.closest('.sg-spoken, .katex, option, title, [hidden]') &&
      element.checkVisibility()
    ) {
      found.push({ text, size: parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom });
    }
  }
  return found;
};

for (const [width, height] of [
  [1366, 768],
  [1920, 1080]
]) {
  test(`Presentation Mode on ${width} × ${height} px can be read from the last row`, async ({ lab }) => {
    const stepper = await open(lab, `present-${width}`, { width, height });
    await lab.command('application:toggle-presentation-mode');
    try {
      await expect(lab.page.locator('.jp-mod-presentationMode')).toBeVisible();
      await expect
        .poll(() =>
          stepper.root.evaluate(root => (root as Element & { currentCSSZoom: number }).currentCSSZoom)
        )
        .toBeGreaterThan(1.2);
      await stepper.press('Shift+ArrowRight', 'Shift+ArrowRight');
      await scrollTo(stepper.root);
      const places = await placesOf(stepper);
      expect(unseen(places, 'question', 'timeline', 'picture', 'formula')).toEqual([]);
      for (const [part, least] of [
        ['.sg-question, .sg-answer', 0.022],
        ['.sg-timeline, .sg-header', 0.018],
        ['.sg-graph', 0.013]
      ] as const) {
        const letters = (await stepper.root
          .locator(part)
          .evaluateAll(
            (all, source) => all.flatMap(each => (eval(source) as (root: Element) => unknown[])(each)),
            lettersOf.toString()
          )) as ReturnType<typeof lettersOf>;
        expect(letters.length).toBeGreaterThan(1);
        expect(letters.filter(({ size }) => size < least * height)).toEqual([]);
      }
    } finally {
      await lab.command('application:toggle-presentation-mode');
    }
  });
}

test('in 480 px axe finds no violation, and the keyboard reaches every part in its order', async ({
  lab,
  page
}) => {
  const stepper = await open(lab, 'keyboard', { width: 480, height: 800 });
  await stepper.press('ArrowRight');
  const { violations } = await new AxeBuilder({ page }).include('.sg-output').analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  await stepper.root.focus();
  for (const section of sections) {
    await page.keyboard.press('Tab');
    expect(await stepper.focused()).toBe(section);
    const { top, bottom } = await page.evaluate(
      () => document.activeElement!.getBoundingClientRect().toJSON() as DOMRect
    );
    const { window } = await placesOf(stepper);
    expect([top >= window.top - 1, bottom <= window.bottom + 1], section).toEqual([true, true]);
  }
});
