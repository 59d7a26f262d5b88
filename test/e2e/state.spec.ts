/** A reader's edits stay with their output, searches and widths leave a view right, and far views cost nothing. */
import { Page } from '@playwright/test';
import { expect, test } from './keptLab';
import type { Lab } from './lab';
import { code, saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';

const trace = traceOf241([[0.5, -1.2]], [[1]], { lr: 0.1 });

async function open(lab: Lab, name: string, cells = [saved(trace)]): Promise<Stepper> {
  await lab.open(write(name, cells));
  return new Stepper((await lab.views(0)).first(), trace).ready();
}

/** Changes an input of a stepper. */
async function edit(stepper: Stepper): Promise<void> {
  await stepper.root.locator('.sg-node [data-editable="input[0,0]"]').dblclick();
  await stepper.root.locator('input.sg-edit').fill('7');
  await stepper.root.page().keyboard.press('Enter');
  await expect(stepper.root).toHaveAttribute('data-edited', '');
}

const run = (page: Page, id: string, args: object = {}): Promise<void> =>
  page.evaluate(([id, args]) => window.jupyterapp.commands.execute(id, args).then(() => undefined), [
    id,
    args
  ] as const);

test('edits stay in their cell and notebook, and undo knows them after it was closed', async ({ lab }) => {
  const { page } = lab;
  const stepper = await open(lab, 'first.ipynb');
  await edit(stepper);
  await stepper.press('ArrowRight');
  // A pasted cell is another output.
  await page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.content.mode = 'command';
  });
  await run(page, 'notebook:copy-cell');
  await run(page, 'notebook:paste-cell-below');
  const pasted = (await lab.views(1)).first();
  await expect(pasted).not.toHaveAttribute('data-edited', '');
  await expect(pasted).toHaveAttribute('data-step', '0');
  // A copy of the notebook has other edits: none.
  const path = await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.path);
  await lab.save();
  await page.evaluate(async path => {
    const { contents } = (
      window.jupyterapp as unknown as {
        serviceManager: { contents: { copy(path: string, to: string): Promise<{ path: string }> } };
      }
    ).serviceManager;
    const { path: copied } = await contents.copy(path, path.split('/').slice(0, -1).join('/'));
    await window.jupyterapp.commands.execute('docmanager:open', { path: copied });
  }, path);
  await lab.ready({ kernel: false });
  const copied = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) [data-stepgrad=stepper]').first();
  await expect(copied).toHaveAttribute('data-step', '0');
  await expect(copied).not.toHaveAttribute('data-edited', '');
  // The first notebook, closed and opened again.
  await page.evaluate(() => [...window.jupyterapp.shell.widgets('main')].forEach(widget => widget.dispose()));
  await run(page, 'docmanager:open', { path });
  await lab.ready({ kernel: false });
  const again = new Stepper((await lab.views(0)).first(), trace);
  await expect(again.root).toHaveAttribute('data-edited', '');
  await expect(again.root).toHaveAttribute('data-step', '1');
  await again.press('Control+z');
  await expect(again.root).not.toHaveAttribute('data-edited', '');
});

test('a view of its own takes its edits to its notebook', async ({ lab }) => {
  const { page } = lab;
  await open(lab, 'linked.ipynb');
  await run(page, 'notebook:create-output-view');
  const linked = new Stepper(page.locator('.jp-LinkedOutputView [data-stepgrad=stepper]'), trace);
  await linked.ready();
  await edit(linked);
  await linked.root
    .locator('button', { hasText: /To the notebook|↳/ })
    .first()
    .click();
  await expect(linked.root.locator('.sg-status')).toContainText('A code cell was inserted below');
});

test('a search in outputs leaves every number as it is, and can be ended', async ({ lab }) => {
  const { page } = lab;
  const stepper = await open(lab, 'search.ipynb');
  await stepper.press('Home');
  await run(page, 'documentsearch:start');
  await page
    .locator('.jp-DocumentSearch-filter-button, .jp-DocumentSearch-button-wrapper[title*=ilter]')
    .first()
    .click();
  await page.getByText('Search Cell Outputs').click();
  await page.locator('.jp-DocumentSearch-input, .jp-DocumentSearch-overlay textarea').first().fill('0.5');
  await expect(stepper.root.locator('mark').first()).toBeAttached();
  for (let step = 1; step < 17; step++) {
    await stepper.press('ArrowRight');
    await page.waitForTimeout(120);
    await stepper.check(step);
  }
  await run(page, 'documentsearch:end');
  await expect(stepper.root.locator('mark')).toHaveCount(0);
  for (const key of ['Home', 'End', 'ArrowLeft', 'ArrowLeft']) {
    await stepper.press(key);
    await page.waitForTimeout(100);
  }
  await stepper.check(14);
});

test('labels follow the width in both directions, down to 304 px', async ({ lab }) => {
  const { page } = lab;
  const stepper = await open(lab, 'widths.ipynb');
  await stepper.press('End', 'ArrowLeft', 'ArrowLeft');
  const look = (): Promise<string[]> =>
    stepper.root.evaluate(root =>
      Array.from(root.querySelectorAll('.sg-graph-svg .sg-node'), node => node.innerHTML)
    );
  /** Sets the width of the view itself. */
  const resize = async (width: number): Promise<void> => {
    await stepper.root.evaluate((root, width) => {
      root.style.width = `${width}px`;
    }, width);
    await page.waitForTimeout(300);
  };
  const seen = new Map<number, string[]>();
  for (const width of [304, 420, 700, 1000]) {
    await resize(width);
    seen.set(width, await look());
  }
  for (const width of [420, 1000, 304, 700]) {
    await resize(width);
    expect(await look()).toEqual(seen.get(width));
  }
  await resize(304);
  const cut = await stepper.root.evaluate(root => {
    const { right } = root.querySelector('.sg-graph-scroll')!.getBoundingClientRect();
    return Array.from(root.querySelectorAll('.sg-loss-node text, .sg-loss-node rect'))
      .map(part => part.getBoundingClientRect().right - right)
      .filter(over => over > 0.5);
  });
  expect(cut).toEqual([]);
});

test('everything grows with the text in Presentation Mode, and an input lies over its number', async ({
  lab
}) => {
  const { page } = lab;
  const stepper = await open(lab, 'presentation.ipynb');
  const number = stepper.root.locator('.sg-node [data-editable="input[0,0]"]');
  // A formula grows too, but is fitted to its pane.
  const texts = ['.sg-question', '.sg-answer', '.sg-legend'].map(name => stepper.root.locator(name).first());
  const sizes = (): Promise<number[]> =>
    Promise.all(
      [number, ...texts].map(text =>
        text.evaluate(
          element => parseFloat(getComputedStyle(element).fontSize) * (element.currentCSSZoom ?? 1)
        )
      )
    );
  const before = await sizes();
  await run(page, 'application:toggle-presentation-mode');
  const growth = async (): Promise<number[]> =>
    (await sizes()).map((size, i) => Math.round((100 * size) / before[i]));
  // Lab's content font grows by 17 / 14, and in a window 1000 px high, texts by another 1000 / 750.
  await expect.poll(async () => (await growth()).slice(1)).toEqual(texts.map(() => 162));
  // The graph stays in the window with them.
  expect((await growth())[0]).toBeGreaterThanOrEqual(115);
  await expect(stepper.root).not.toHaveCSS('overflow-x', 'scroll');
  const [{ x, y, width, height }] = [(await number.boundingBox())!];
  await number.dblclick();
  const box = (await stepper.root.locator('input.sg-edit').boundingBox())!;
  expect(Math.abs(box.y + box.height / 2 - y - height / 2)).toBeLessThan(3);
  expect(box.x).toBeLessThan(x + width / 2);
  expect(box.x + box.width).toBeGreaterThan(x + width / 2);
  await page.keyboard.press('Escape');
  await run(page, 'application:toggle-presentation-mode');
  await expect.poll(sizes).toEqual(before);
});

test('letters pressed in a stepper do nothing to the cells', async ({ lab }) => {
  const stepper = await open(lab, 'letters.ipynb', [saved(trace), code('const x = 1;')]);
  const before = await lab.notebook();
  await stepper.press('x', 'd', 'd', 'a', 'b', 'c', 'v', 'm', 'y', 'z', 'j', 'Delete', 'Backspace', '0', '0');
  expect(await lab.notebook()).toEqual(before);
  await stepper.check(0);
});

test('many outputs cost little until they are seen, and keep what was done in them', async ({ lab }) => {
  const { page } = lab;
  const cells = Array.from({ length: 60 }, () => saved(trace));
  const stepper = await open(lab, 'many.ipynb', cells);
  await stepper.press('ArrowRight', 'ArrowRight');
  await edit(stepper);
  const nodes = (): Promise<number> => page.evaluate(() => document.querySelectorAll('.sg-output *').length);
  const one = await stepper.root.evaluate(root => root.querySelectorAll('*').length);
  expect(await nodes()).toBeLessThan(8 * one);
  // The next one is ready before it is scrolled to.
  const next = page.locator('.jp-Cell[data-windowed-list-index="1"] .sg-output');
  expect((await next.boundingBox())!.y).toBeGreaterThan(page.viewportSize()!.height - 100);
  await expect(next.locator('[data-stepgrad=stepper]')).toHaveCount(1);
  // The focus keeps a view: leave it.
  // Lab estimates the heights of cells that it has not shown yet.
  await expect(async () => void (await lab.views(40))).toPass();
  const other = new Stepper((await lab.views(40)).first(), trace);
  await other.root.click();
  await page.waitForTimeout(3000);
  expect(await nodes()).toBeLessThan(8 * one);
  await expect(async () => void (await lab.views(0))).toPass();
  const again = new Stepper((await lab.views(0)).first(), trace);
  await expect(again.root).toHaveAttribute('data-step', '2');
  await expect(again.root).toHaveAttribute('data-edited', '');
});
