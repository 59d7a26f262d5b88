/** Everything works by keyboard, and the notebook never sees the keys that the stepper handles. */
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
  await lab.open(write('keyboard.ipynb', [code('1'), saved(trace), code('2')]));
  const stepper = await new Stepper((await lab.views(1)).first(), trace).ready();
  await stepper.root.focus();
  return stepper;
}

test('→ ← Shift+→ Shift+← Home End step; the notebook does not react', async ({ lab }) => {
  const stepper = await open(lab);
  const before = await lab.notebook();
  // Steps by neuron: 5 forward, the loss, 5 backward, 5 updates, the loss again.
  for (const [key, step] of [
    ['ArrowRight', 1],
    ['ArrowRight', 2],
    ['ArrowLeft', 1],
    ['ArrowLeft', 0],
    ['ArrowLeft', 0],
    ['Shift+ArrowRight', 5],
    ['Shift+ArrowRight', 6],
    ['Shift+ArrowRight', 11],
    ['Shift+ArrowLeft', 6],
    ['Shift+ArrowLeft', 5],
    ['Shift+ArrowLeft', 0],
    ['End', 16],
    ['ArrowRight', 16],
    ['Home', 0]
  ] as const) {
    await lab.page.keyboard.press(key);
    expect((await stepper.state()).step, key).toBe(step);
  }
  expect(await lab.notebook()).toEqual(before);
});

test('Space plays and pauses', async ({ lab }) => {
  const stepper = await open(lab);
  const before = await lab.notebook();
  await stepper.press(' ');
  await expect(stepper.root).toHaveAttribute('data-step', '2', { timeout: 10_000 });
  await lab.page.keyboard.press(' ');
  const { step } = await stepper.state();
  await lab.page.waitForTimeout(1500);
  expect((await stepper.state()).step).toBe(step);
  expect(await lab.notebook()).toEqual(before);
});

test('Ctrl+S in the stepper saves the notebook', async ({ lab }) => {
  const stepper = await open(lab);
  const dirty = (): boolean => window.jupyterapp.shell.currentWidget.content.model.dirty;
  await lab.page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.content.model.dirty = true;
  });
  await stepper.press('Control+s');
  await expect.poll(() => lab.page.evaluate(dirty)).toBe(false);
});

test('Tab moves through the sections, one stop each, and out; Shift+Tab moves back', async ({ lab }) => {
  const stepper = await open(lab);
  // Also in the middle of the backward pass, where long formulas scroll.
  for (const step of [0, 8]) {
    await stepper.press('Home', ...Array<string>(step).fill('ArrowRight'));
    const stops: string[] = [];
    for (let i = 0; i <= sections.length; i++) {
      await lab.page.keyboard.press('Tab');
      stops.push(await stepper.focused());
    }
    expect(stops).toEqual([...sections, 'outside']);
    for (const section of [...sections].reverse().concat('root')) {
      await lab.page.keyboard.press('Shift+Tab');
      expect(await stepper.focused()).toBe(section);
    }
  }
});

test('a select and a button keep their own keys', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('ArrowRight');
  const before = await lab.notebook();
  for (const select of await stepper.root.locator('select:not([name=granularity])').all()) {
    const value = await select.inputValue();
    await select.focus();
    for (const key of ['ArrowRight', 'ArrowLeft', 'End', 'Home', 'ArrowDown', 'ArrowUp']) {
      await lab.page.keyboard.press(key);
    }
    await select.selectOption(value);
    expect((await stepper.state()).step).toBe(1);
  }
  await stepper.root.locator('[data-section=timeline] button').nth(2).focus();
  await lab.page.keyboard.press(' ');
  expect((await stepper.state()).step, 'Space presses the button, and does not play').toBe(2);
  expect(await lab.notebook()).toEqual(before);
});

test('another sample shows other values', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('End');
  const inputs = async (): Promise<string[]> =>
    (await stepper.figures())
      .filter(({ ref, section }) => section === 'graph' && ref?.startsWith('input['))
      .map(({ ref, value }) => `${ref} ${value}`);
  expect(await inputs()).toEqual(['input[0,0] 0.5', 'input[0,1] -1.2']);
  await stepper.choose('sample', 1);
  expect(await inputs()).toEqual(['input[1,0] 0', 'input[1,1] 3']);
  await stepper.check(16);
});

test('render and step times are measured with performance.measure', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('ArrowRight');
  const names = (): string[] => performance.getEntriesByType('measure').map(({ name }) => name);
  await expect
    .poll(() => lab.page.evaluate(names))
    .toEqual(expect.arrayContaining(['stepgrad:render', 'stepgrad:step']));
});

test('the keyboard alone reaches everything that can be clicked', async ({ lab }) => {
  test.slow();
  const stepper = await open(lab);
  const { root } = stepper;
  const things = 'button, select, input, summary, [role=button], [role=tab], [role=slider], [data-stop]';
  /** Marks the focused element. @returns whether Tab ends here: it was marked before, or ↑ and ↓ go on */
  const mark = (): Promise<boolean> =>
    root.evaluate(() => {
      const active = document.activeElement!;
      const known = active.hasAttribute('data-reached');
      active.setAttribute('data-reached', '');
      return known || active.matches('select, input');
    });
  const missed = (): Promise<string[]> =>
    root.evaluate(
      (root, things) =>
        Array.from(root.querySelectorAll<HTMLElement>(things))
          .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.matches(':disabled'))
          .filter(each => !each.closest('details:not([open]) > :not(summary)'))
          .filter(each => !each.hasAttribute('data-reached'))
          .map(
            each =>
              `${each.getAttribute('aria-label') ?? each.textContent} ${each.getAttribute('name') ?? ''}`
          ),
      things
    );
  for (const step of [6, 15, 16]) {
    await stepper.press('Home', ...Array<string>(step).fill('ArrowRight'), '1');
    await root.evaluate(root =>
      root.querySelectorAll('[data-reached]').forEach(each => each.removeAttribute('data-reached'))
    );
    for (const section of sections) {
      for (const key of ['ArrowDown', 'ArrowUp']) {
        await stepper.enter(section);
        await mark();
        do {
          await lab.page.keyboard.press(key);
        } while (!(await mark()));
      }
    }
    expect(await missed(), `step ${step}`).toEqual([]);
  }
});

test('Tab moves through the controls of a lens, Shift+Tab back to its tab', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('End', '5');
  const tab = stepper.root.locator('[data-lens=optimisers]');
  await tab.focus();
  await lab.page.keyboard.press('ArrowDown');
  await lab.page.keyboard.press('ArrowDown');
  const names = ['number', 'optimiser', 'lr'];
  for (const name of names) {
    await expect(stepper.root.locator(`.sg-lens [name=${name}]`)).toBeFocused();
    await lab.page.keyboard.press('Tab');
  }
  expect(await stepper.focused()).toBe('outside');
  await lab.page.keyboard.press('Shift+Tab');
  for (let i = 0; i < names.length; i++) {
    await lab.page.keyboard.press('Shift+Tab');
  }
  await expect(tab).toBeFocused();
});

test('every control of every lens is reachable by keyboard from its tab, and none traps the focus', async ({
  lab
}) => {
  test.slow();
  const stepper = await open(lab);
  const { page } = lab;
  /** The index of the focused control in the lens; -1 on the lens's tab, null elsewhere. */
  const at = (): Promise<{ n: number | null; keeps: boolean }> =>
    stepper.root.evaluate(root => {
      const active = document.activeElement!;
      const controls = Array.from(root.querySelectorAll('.sg-lens:not([hidden]) [data-stop]'));
      const n = active.matches('[role=tab][aria-selected=true]') ? -1 : controls.indexOf(active);
      const found = n >= 0 || active.matches('[role=tab][aria-selected=true]');
      return { n: found ? n : null, keeps: active.matches('select, input') };
    });
  const tabs = await stepper.root.locator('[role=tab]').count();
  expect(tabs).toBe(6);
  // In the middle of the backward pass; the optimisers where there is an update.
  for (const [step, lenses] of [
    [8, [1, 2, 3, 4, 6]],
    [15, [5]]
  ] as const) {
    for (const lens of lenses) {
      await stepper.press('Home', ...Array<string>(step).fill('ArrowRight'), String(lens));
      const tab = stepper.root.locator('[role=tab]').nth(lens - 1);
      const title = `${await tab.textContent()}, step ${step}`;
      await expect(tab, title).toHaveAttribute('aria-selected', 'true');
      const controls = await stepper.root
        .locator('.sg-lens:not([hidden]) [data-stop]:visible:enabled')
        .count();
      await tab.focus();
      // Tab passes the later tabs first.
      for (let i: number = lens; i < tabs; i++) {
        await page.keyboard.press('ArrowDown');
      }
      const there: number[] = [];
      for (let i = 0; i < controls; i++) {
        const { keeps } = await at();
        await page.keyboard.press(keeps ? 'Tab' : 'ArrowDown');
        const { n } = await at();
        expect(n, `${title}, after ${there.length}`).not.toBeNull();
        there.push(n!);
      }
      expect(new Set(there).size, title).toBe(controls);
      // Back from the last control to the tab.
      const back: (number | null)[] = [];
      while (back[back.length - 1] !== -1 && back.length < controls + tabs) {
        const { keeps } = await at();
        await page.keyboard.press(keeps ? 'Shift+Tab' : 'ArrowUp');
        back.push((await at()).n);
      }
      expect(back[back.length - 1], `${title}, back`).toBe(-1);
    }
  }
});
