/** Inside a stepper, ↑ ↓ move the focus, Enter opens, Escape goes back, and the focus is never lost. */
import type { Locator } from '@playwright/test';
import { expect, test } from './keptLab';
import type { Lab } from './lab';
import { code, saved, traceOf241, write } from './notebooks';
import { Stepper, sections } from './stepper';

const trace = traceOf241(
  [
    [0.5, -1.2],
    [0, 3],
    [1, 1]
  ],
  [[1], [0], [1]]
);

async function open(lab: Lab): Promise<Stepper> {
  await lab.open(write('focus.ipynb', [code('1'), saved(trace), code('2')]));
  const stepper = await new Stepper((await lab.views(1)).first(), trace).ready();
  await stepper.root.focus();
  return stepper;
}

for (const section of sections) {
  test(`in the ${section}, ↑ and ↓ move inside, and → still steps`, async ({ lab }) => {
    const stepper = await open(lab);
    await stepper.press('ArrowRight');
    await stepper.enter(section);
    const before = await lab.notebook();
    const active = (): Promise<string> =>
      lab.page.evaluate(() => document.activeElement!.outerHTML.slice(0, 300));
    const first = await active();
    await lab.page.keyboard.press('ArrowDown');
    const second = await active();
    expect(second).not.toBe(first);
    expect(await stepper.focused()).toBe(section);
    if (section !== 'toolbar') {
      await lab.page.keyboard.press('ArrowUp');
      expect(await stepper.focused()).toBe(section);
      expect(await active()).not.toBe(second);
      for (const step of [2, 3]) {
        await lab.page.keyboard.press('ArrowRight');
        expect((await stepper.state()).step).toBe(step);
        expect(await stepper.focused(), 'the focus stays').toBe(section);
      }
    }
    expect(await lab.notebook()).toEqual(before);
  });
}

/** The text of the derivation, once the parts below the fold have been made too. */
async function settledText(derivation: Locator): Promise<string> {
  let text = '';
  await expect
    .poll(
      async () => {
        const before = text;
        text = await derivation.innerText();
        return text === before;
      },
      { intervals: [250] }
    )
    .toBe(true);
  return text;
}

for (const [section, what] of [
  ['graph', 'a node'],
  ['graph', 'an edge'],
  ['derivation', 'a number'],
  ['table', 'a row']
]) {
  test(`Enter on ${what} of the ${section} opens it, Escape leaves it`, async ({ lab }) => {
    const stepper = await open(lab);
    await stepper.press('ArrowRight', 'ArrowRight');
    await stepper.ready();
    const derivation = stepper.root.locator('[data-section=derivation]');
    const text = await settledText(derivation);
    await stepper.enter(section);
    if (what === 'an edge') {
      await stepper.root.locator('[data-section=graph] path[role=button]').nth(9).focus();
    } else if (what === 'a node') {
      await stepper.root.locator('[data-section=graph] g[role=button]').nth(5).focus();
    }
    const before = await lab.notebook();
    await lab.page.keyboard.press('Enter');
    await expect.poll(() => derivation.innerText()).not.toBe(text);
    expect((await stepper.check()).step, 'the step stays').toBe(2);
    expect(await stepper.focused(), 'the focus stays in the stepper').not.toBe('outside');
    await lab.page.keyboard.press('Escape');
    await expect.poll(() => derivation.innerText()).toBe(text);
    expect(await stepper.focused(), 'the focus stays in the stepper').not.toBe('outside');
    expect(await lab.notebook()).toEqual(before);
  });
}

test('while a weight is open, each section is still one tab stop, and ↑ ↓ reach its elements', async ({
  lab
}) => {
  const many = traceOf241([[0.5, -1.2]], [[1, 0, 1]], { outputs: 3 });
  await lab.open(write('paths.ipynb', [saved(many)]));
  const stepper = await new Stepper((await lab.views(0)).first(), many).ready();
  await stepper.press('ArrowRight', 'Tab', 'Tab', 'Enter');
  await stepper.root.focus();
  await stepper.enter('derivation');
  const opened = stepper.root.locator('[data-section=derivation] details[open]');
  // First the back button, then the paths from the loss.
  await lab.page.keyboard.press('ArrowDown');
  await lab.page.keyboard.press('Enter');
  await expect(opened).toHaveCount(1);
  const reached = new Set<string>();
  for (let i = 0; i < 60; i++) {
    await lab.page.keyboard.press('ArrowDown');
    expect(await stepper.focused()).toBe('derivation');
    reached.add(await lab.page.evaluate(() => document.activeElement!.tagName));
  }
  expect([...reached].sort()).toEqual(['BUTTON', 'SPAN', 'SUMMARY']);
  for (const next of ['timeline', 'table', 'outside']) {
    await lab.page.keyboard.press('Tab');
    expect(await stepper.focused()).toBe(next);
  }
});
