/** @jest-environment jsdom */
/** How Lab knows whether a run on the page goes on: by its cell, its kernel's status and connection, and its reports. */
import './browser';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { OutputView } from '../../src/lab/outputView';
import { Outputs, ShownOutput } from '../../src/lab/outputs';
import { defaults } from '../../src/lab/preferences';
import { RunFeeds } from '../../src/lab/runFeeds';
import type { Feed } from '../../src/views';

class RunOutput extends Widget implements ShownOutput {
  readonly feeds: Feed[] = [];
  readonly drawn: OutputView = {
    root: this.node,
    formats: [],
    save: () => Promise.resolve(),
    feed: feed => feed === this.last || this.feeds.push(feed)
  };

  get last(): Feed | undefined {
    return this.feeds[this.feeds.length - 1];
  }

  draw(): Promise<void> {
    return Promise.resolve();
  }

  drawNow(): void {
    // Always drawn.
  }
}

/** A notebook with one code cell, as far as the feeds look at it. */
class Notebook {
  readonly cell = {
    type: 'code',
    id: 'a',
    executionState: 'idle',
    stateChanged: new Signal<object, void>({})
  };
  readonly kernel = { status: 'busy', connectionStatus: 'connected' };
  readonly sessionContext = {
    session: { kernel: this.kernel as { status: string; connectionStatus: string } | null },
    statusChanged: new Signal<object, void>({}),
    connectionStatusChanged: new Signal<object, void>({}),
    kernelChanged: new Signal<object, void>({})
  };
  readonly context = { path: 'a.ipynb' };
  readonly content = { model: { cells: Object.assign([this.cell], { get: () => this.cell }) } };
  readonly isDisposed = false;

  set executing(is: boolean) {
    this.cell.executionState = is ? 'running' : 'idle';
    this.cell.stateChanged.emit();
  }

  set status(status: string) {
    this.kernel.status = status;
    this.sessionContext.statusChanged.emit();
  }

  set connection(status: string) {
    this.kernel.connectionStatus = status;
    this.sessionContext.connectionStatusChanged.emit();
  }

  shutDown(): void {
    this.sessionContext.session.kernel = null;
    this.sessionContext.kernelChanged.emit();
  }
}

interface Page {
  notebook: Notebook;
  output: RunOutput;
  /** Reports come in. */
  report(): void;
  /** Draws the output for the first time. */
  open(): void;
  press(command: string): Promise<void>;
}

function page({ isPlaced = true } = {}): Page {
  const notebook = new Notebook();
  const outputs = new Outputs(defaults(null));
  const output = new RunOutput();
  outputs.add(output);
  outputs.placeOf = () => (isPlaced ? { path: 'a.ipynb', cell: 'a', output: 0 } : null);
  const tracker = {
    currentWidget: notebook,
    find: (test: (panel: unknown) => boolean) => [notebook].find(test)
  };
  const commands = new CommandRegistry();
  for (const id of ['notebook:interrupt-kernel', 'kernelmenu:interrupt', 'notebook:run-cell']) {
    commands.addCommand(id, {
      execute: () => undefined,
      describedBy: { args: { type: 'object', properties: {} } }
    });
  }
  new RunFeeds(outputs, tracker as unknown as INotebookTracker, commands);
  return {
    notebook,
    output,
    report: () => outputs.update(output),
    open: () => outputs.drawn(output),
    press: async command => void (await commands.execute(command))
  };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A run in a cell that is executed. */
function running(): Page {
  const made = page();
  made.notebook.executing = true;
  made.open();
  expect(made.output.last).toBe('live');
  return made;
}

test('a run of a notebook that was opened is past, with and without a kernel', () => {
  const made = page();
  made.open();
  expect(made.output.feeds).toEqual(['saved']);
  made.notebook.status = 'idle';
  made.notebook.shutDown();
  expect(made.output.feeds).toEqual(['saved']);
  const free = page({ isPlaced: false });
  free.open();
  expect(free.output.feeds).toEqual(['saved']);
});

test.each<[string, (notebook: Notebook) => void]>([
  [
    'the kernel is restarted',
    notebook => {
      notebook.status = 'restarting';
      notebook.executing = false;
      notebook.status = 'idle';
    }
  ],
  ['the kernel dies', notebook => (notebook.status = 'dead')],
  ['the kernel is killed and restarts by itself', notebook => (notebook.status = 'autorestarting')],
  ['the kernel is shut down', notebook => notebook.shutDown()],
  ['the server is killed', notebook => (notebook.connection = 'connecting')],
  ['the connection is lost', notebook => (notebook.connection = 'disconnected')],
  ['the cell ends without a last report', notebook => (notebook.executing = false)]
])('a run is cut off when %s', (_what, happen) => {
  const { notebook, output } = running();
  happen(notebook);
  expect(output.feeds).toEqual(['live', 'lost']);
});

test('a run that reported shortly before its kernel restarted is cut off at once', () => {
  const { notebook, output, report } = running();
  report();
  notebook.status = 'restarting';
  notebook.executing = false;
  notebook.status = 'idle';
  expect(output.feeds).toEqual(['live', 'lost']);
});

test('a run goes on when the connection is back', () => {
  const { notebook, output } = running();
  notebook.connection = 'connecting';
  notebook.connection = 'connected';
  expect(output.feeds).toEqual(['live', 'lost', 'live']);
});

test.each(['notebook:interrupt-kernel', 'kernelmenu:interrupt'])(
  '%s shows that the run is stopping, until its cell ends',
  async command => {
    const { notebook, output, press } = running();
    await press('notebook:run-cell');
    await press(command);
    notebook.executing = false;
    notebook.executing = true;
    expect(output.feeds).toEqual(['live', 'stopping', 'lost', 'live']);
  }
);

test('a run that nobody awaits is live as long as it reports', () => {
  const { notebook, output, report } = running();
  report();
  notebook.executing = false;
  for (let i = 0; i < 10; i++) {
    jest.advanceTimersByTime(5000);
    report();
  }
  expect(output.feeds).toEqual(['live']);
  jest.advanceTimersByTime(20_000);
  expect(output.feeds).toEqual(['live', 'lost']);
});

test('an output outside of any notebook, such as a console, is live as long as it reports', () => {
  const { output, open, report } = page({ isPlaced: false });
  open();
  report();
  jest.advanceTimersByTime(20_000);
  expect(output.feeds).toEqual(['saved', 'live', 'lost']);
});
