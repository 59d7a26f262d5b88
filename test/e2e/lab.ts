/** JupyterLab as a learner uses it, and the errors in it during a test. */
import {
  APIRequestContext,
  ConsoleMessage,
  Dialog,
  Locator,
  Page,
  test as base,
  expect
} from '@playwright/test';
import type { Cell } from './notebooks';

interface Notebook {
  id: string;
  context: { path: string; ready: Promise<void>; save(): Promise<void>; isDirty?: boolean };
  sessionContext: {
    ready: Promise<void>;
    session: {
      kernel: {
        name: string;
        connectionStatus: string;
        info: Promise<unknown>;
        restart(): Promise<void>;
      } | null;
      changeKernel(options: { name: string }): Promise<unknown>;
    } | null;
    shutdown(): Promise<void>;
  };
  content: {
    activeCellIndex: number;
    mode: string;
    model: { toJSON(): { cells: Cell[] }; dirty: boolean };
    scrollToItem(index: number, align?: string): Promise<void>;
  };
}
interface JupyterApp {
  restored: Promise<void>;
  commands: { execute(id: string, args?: object): Promise<unknown> };
  shell: {
    currentWidget: Notebook;
    activateById(id: string): void;
    widgets(area: string): Iterable<{ dispose(): void }>;
  };
}
declare global {
  interface Window {
    jupyterapp: JupyterApp;
  }
}

/** Milliseconds that a busy machine may take to load Lab or to start a kernel. */
const BUSY = 50_000;

/** The options of a notebook opened without a kernel. */
const NONE = { shouldStart: false, canStart: false, autoStartDefault: false };

export class Lab {
  /** Console errors, exceptions, and dialogs of the browser. */
  readonly problems: string[] = [];
  /** Errors known not to be ours. */
  ignored: RegExp | null = null;

  private readonly listeners = {
    console: (message: ConsoleMessage): void => {
      if (message.type() === 'error') {
        this.problems.push(`${message.text()} ${message.location().url}`);
      }
    },
    pageerror: (error: Error): void => void this.problems.push(error.stack ?? error.message),
    dialog: (dialog: Dialog): void => {
      // Only Lab's question about unsaved changes is allowed.
      if (dialog.type() !== 'beforeunload') {
        this.problems.push(`dialog: ${dialog.message()}`);
      }
      void dialog.accept();
    }
  };

  constructor(readonly page: Page) {
    const { console, pageerror, dialog } = this.listeners;
    page.on('console', console).on('pageerror', pageerror).on('dialog', dialog);
  }

  /** Stops listening. */
  leave(): Promise<void> {
    const { console, pageerror, dialog } = this.listeners;
    this.page.off('console', console).off('pageerror', pageerror).off('dialog', dialog);
    return Promise.resolve();
  }

  /** Loads Lab with the last layout. */
  async load(url = '/lab?token=e2e'): Promise<void> {
    await this.page.goto(url);
    await this.page.waitForFunction(() => window.jupyterapp, undefined, { timeout: BUSY });
    await this.page.evaluate(() => window.jupyterapp.restored);
  }

  /** Loads Lab with nothing open. */
  async reset(url = '/lab?reset&token=e2e'): Promise<void> {
    await this.load(url);
    await this.command('application:toggle-left-area');
  }

  /** Opens a notebook alone in Lab, with or without a kernel. */
  async open(path: string, { kernel = false } = {}): Promise<void> {
    await this.reset();
    const options = kernel ? {} : { kernelPreference: NONE };
    // Once in some thousand times, Lab opens a notebook without making it current: opening it again activates its tab.
    await expect(async () => {
      await this.page.evaluate(
        async args => void (await window.jupyterapp.commands.execute('docmanager:open', args)),
        { path, ...options }
      );
      await this.page.waitForFunction(() => window.jupyterapp.shell.currentWidget, undefined, {
        timeout: 10_000
      });
    }).toPass({ timeout: BUSY });
    await this.ready({ kernel });
  }

  /** Waits until the open notebook is ready, and its kernel, if any, is connected. */
  async ready({ kernel }: { kernel: boolean }): Promise<void> {
    await this.page.evaluate(async () => {
      const { context, sessionContext } = window.jupyterapp.shell.currentWidget;
      await context.ready;
      await sessionContext.ready;
    });
    if (!kernel) {
      return;
    }
    // The indicator says idle before the kernel is connected, and a cell run then is silently dropped.
    const connected = (): boolean =>
      window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.connectionStatus === 'connected';
    // A machine that has much to do starts kernels slowly. One whose port another program took between Jupyter's
    // choice and its own start never comes (ZeroMQ: EBUSY): another takes its place, as a reader would have it.
    await this.page.waitForFunction(connected, undefined, { timeout: 20_000 }).catch(async () => {
      await this.page.evaluate(() => {
        const session = window.jupyterapp.shell.currentWidget.sessionContext.session!;
        return session.changeKernel({ name: session.kernel!.name }).then(() => undefined);
      });
      await this.page.waitForFunction(connected, undefined, { timeout: BUSY });
    });
    await this.page.evaluate(async () => {
      await window.jupyterapp.shell.currentWidget.sessionContext.session!.kernel!.info;
    });
  }

  command(id: string, args: object = {}): Promise<void> {
    return this.page.evaluate(([id, args]) => void window.jupyterapp.commands.execute(id, args), [
      id,
      args
    ] as const);
  }

  /** Runs every cell; none may fail or write to stderr. */
  async runAll(): Promise<Cell[]> {
    await this.page.evaluate(() =>
      window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => undefined)
    );
    const cells = await this.cells();
    for (const { cell_type, source, execution_count, outputs = [] } of cells) {
      if (cell_type === 'code' && String(source).trim()) {
        expect(execution_count, `was run: ${String(source)}`).toBeGreaterThan(0);
        expect(
          outputs.filter(({ name, output_type }) => name === 'stderr' || output_type === 'error')
        ).toEqual([]);
      }
    }
    return cells;
  }

  cells(): Promise<Cell[]> {
    return this.page.evaluate(() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells);
  }

  save(): Promise<void> {
    return this.page.evaluate(() => window.jupyterapp.shell.currentWidget.context.save());
  }

  /** What a key that leaks out of a stepper would change. */
  notebook(): Promise<{ active: number; mode: string; cells: string }> {
    return this.page.evaluate(() => {
      const { activeCellIndex: active, mode, model } = window.jupyterapp.shell.currentWidget.content;
      return { active, mode, cells: JSON.stringify(model.toJSON().cells) };
    });
  }

  /** The views of one kind in the outputs of a cell, brought into view: Lab draws what can be seen. */
  async views(cell: number, kind = 'stepper'): Promise<Locator> {
    const area = this.page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${cell}"]`);
    const views = area.locator(`[data-stepgrad="${kind}"]`);
    // Views above that are drawn on the way change their height, so that the cell may move away again.
    await expect(async () => {
      await this.page.evaluate(
        i => window.jupyterapp.shell.currentWidget.content.scrollToItem(i, 'smart'),
        cell
      );
      await expect(views.first()).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 20_000 });
    return views;
  }

  async shutDown(): Promise<void> {
    await this.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown());
  }
}

/** Chooses a language in the settings, as a reader does who looks at something: without loading the page again. */
export async function setLanguage(lab: Lab, language: 'en' | 'zh-CN'): Promise<void> {
  await lab.page.evaluate(async language => {
    // The registry of settings is a service of Lab's: only plugins are given it by its public name.
    const app = window.jupyterapp as unknown as {
      pluginRegistry: { _services: Map<{ name: string }, string> };
      resolveRequiredService(token: object): Promise<{
        set(plugin: string, key: string, value: unknown): Promise<void>;
      }>;
    };
    const token = [...app.pluginRegistry._services.keys()].find(({ name }) =>
      /:ISettingRegistry$/.test(name)
    )!;
    await (await app.resolveRequiredService(token)).set('stepgrad:renderer', 'language', language);
  }, language);
}

/** Uses a Lab whose settings are as they come, and whose kernels are gone and whose console was clean at the end. */
export async function useTidily(
  lab: Lab,
  request: APIRequestContext,
  use: (lab: Lab) => Promise<void>
): Promise<void> {
  // A theme or a language that another test chose stays, as it does for a learner.
  for (const plugin of ['@jupyterlab/apputils-extension:themes', 'stepgrad:renderer']) {
    await request.put(`/lab/api/settings/${plugin}?token=e2e`, { data: { raw: '{}' } });
  }
  await use(lab);
  await lab.leave();
  const kernels: { id: string }[] = await (await request.get('/api/kernels?token=e2e')).json();
  for (const { id } of kernels) {
    await request.delete(`/api/kernels/${id}?token=e2e`);
  }
  const problems = lab.problems.filter(problem => !lab.ignored?.test(problem));
  expect(problems, 'errors on the page').toEqual([]);
}

/** `lab`: a Lab in a fresh page. */
export const test = base.extend<{ lab: Lab }>({
  lab: ({ page, request }, use) => useTidily(new Lab(page), request, use)
});

export { expect };
