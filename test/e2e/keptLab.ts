/**
 * A Lab page shared by all tests of a worker that change neither settings nor theme. Loading Lab takes longer than most
 * tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from '@playwright/test';
import { Lab, expect, test as base, useTidily } from './lab';

const root = join(__dirname, '..', '..');
let opened = 0;

class KeptLab extends Lab {
  /** Opens a notebook with traces of its own: Lab keeps the reader's place in a trace as long as it is open. */
  override async open(path: string, options?: { kernel?: boolean }): Promise<void> {
    const file = join(root, path);
    const id = ++opened;
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(/"modelId":"(\w+)"/g, (_, name: string) => `"modelId":"${name}-${id}"`)
    );
    await super.open(path, options);
  }

  /** Opens Lab in a workspace of its own, apart from the layouts of other tests. */
  override async reset(): Promise<void> {
    if (this.page.url() === 'about:blank') {
      await super.reset('/lab/workspaces/kept?reset&token=e2e');
    } else {
      await this.close();
    }
  }

  override async leave(): Promise<void> {
    await this.page.mouse.move(0, 0);
    await this.page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null });
    await this.close();
    await super.leave();
  }

  /** Closes everything without saving. */
  private close(): Promise<void> {
    return this.page.evaluate(() =>
      [...window.jupyterapp.shell.widgets('main')].forEach(widget => widget.dispose())
    );
  }
}

export const test = base.extend<object, { kept: { page: Page | null } }>({
  kept: [
    async ({ browser: _ }, use) => {
      const kept = { page: null as Page | null };
      await use(kept);
      await kept.page?.context().close();
    },
    { scope: 'worker' }
  ],
  page: async ({ kept, browser, baseURL, viewport }, use, { expectedStatus, ...info }) => {
    kept.page ??= await (await browser.newContext({ baseURL, viewport })).newPage();
    const { page } = kept;
    await page.setViewportSize(viewport!);
    await use(page);
    if (info.status !== expectedStatus) {
      kept.page = null;
      await page.context().close();
    }
  },
  lab: ({ page, request }, use) => useTidily(new KeptLab(page), request, use)
});

export { expect };
