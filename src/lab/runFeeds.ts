import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { CommandRegistry } from '@lumino/commands';
import type { Feed } from '../views/training/feed';
import { find, isCode } from './notebooks';
import type { Outputs, ShownOutput } from './outputs';

/** Milliseconds for which a report counts, of a run that no running cell feeds: one that nobody awaits. */
const HEARD = 15_000;
/** Statuses of a kernel that has given up what it was doing. */
const GONE = new Set(['dead', 'terminating', 'restarting', 'autorestarting', 'unknown']);
/** The commands that interrupt the kernel of the current notebook. */
const INTERRUPTS = new Set(['notebook:interrupt-kernel', 'kernelmenu:interrupt']);

/** What is known of an output that shows a run. */
interface Watched {
  panel: NotebookPanel | null;
  cell: ICodeCellModel | null;
  /** When the last report came, in ms. */
  heard: number;
  /** Whether the run has been live on this page. */
  wasLive: boolean;
  /** Whether the reader has interrupted the kernel since the cell began. */
  isStopping: boolean;
}

/** Tells every training view on the page whether its run still goes on: whether its cell and its kernel do. */
export class RunFeeds {
  private readonly known = new WeakMap<ShownOutput, Watched>();

  constructor(
    private readonly outputs: Outputs,
    private readonly notebooks: INotebookTracker,
    commands: CommandRegistry
  ) {
    outputs.drew.connect((_, widget) => this.drew(widget));
    outputs.updated.connect((_, widget) => this.hear(widget));
    commands.commandExecuted.connect((_, { id }) => {
      if (INTERRUPTS.has(id)) {
        this.interrupted(notebooks.currentWidget);
      }
    });
  }

  private drew(widget: ShownOutput): void {
    if (widget.drawn?.feed) {
      this.refresh(widget);
      // An output is drawn before it is put in its cell.
      requestAnimationFrame(() => this.refresh(widget));
    }
  }

  private hear(widget: ShownOutput): void {
    this.of(widget).heard = Date.now();
    this.refresh(widget);
    setTimeout(() => this.refresh(widget), HEARD);
  }

  private interrupted(panel: NotebookPanel | null): void {
    for (const widget of this.outputs.all) {
      const watched = this.known.get(widget);
      if (panel && watched?.panel === panel) {
        watched.isStopping = true;
        this.refresh(widget);
      }
    }
  }

  private refresh(widget: ShownOutput): void {
    if (!widget.isDisposed) {
      widget.drawn?.feed?.(this.feedOf(widget));
    }
  }

  private readonly refreshAll = (): void => this.outputs.all.forEach(widget => this.refresh(widget));

  private feedOf(widget: ShownOutput): Feed {
    const watched = this.of(widget);
    const { panel, cell } = watched;
    if (panel && !isConnected(panel)) {
      // Reports of a kernel that is gone don't count for the next one.
      watched.heard = -Infinity;
    }
    const isExecuting = panel !== null && isConnected(panel) && cell?.executionState === 'running';
    if (!isExecuting) {
      watched.isStopping = false;
    }
    if (isExecuting || Date.now() - watched.heard < HEARD) {
      watched.wasLive = true;
      return watched.isStopping ? 'stopping' : 'live';
    }
    return watched.wasLive ? 'lost' : 'saved';
  }

  /** What is known of an output; looks for its cell as long as it was not found. */
  private of(widget: ShownOutput): Watched {
    const watched = this.known.get(widget) ?? {
      panel: null,
      cell: null,
      heard: -Infinity,
      wasLive: false,
      isStopping: false
    };
    this.known.set(widget, watched);
    if (!watched.panel || watched.panel.isDisposed || !watched.cell || watched.cell.isDisposed) {
      const place = this.outputs.placeOf(widget);
      const there = place && find(place, this.notebooks);
      const cell = there?.panel.content.model?.cells.get(there.index);
      watched.panel = there?.panel ?? null;
      watched.cell = cell && isCode(cell) ? cell : null;
      this.listen(watched);
    }
    return watched;
  }

  /** Listens to a cell and its kernel. Connecting twice does nothing. */
  private listen({ panel, cell }: Watched): void {
    cell?.stateChanged.connect(this.refreshAll);
    panel?.sessionContext.statusChanged.connect(this.refreshAll);
    panel?.sessionContext.connectionStatusChanged.connect(this.refreshAll);
    panel?.sessionContext.kernelChanged.connect(this.refreshAll);
  }
}

/** Whether a notebook's kernel is there and can report. */
function isConnected({ sessionContext: { session } }: NotebookPanel): boolean {
  const kernel = session?.kernel;
  return !!kernel && kernel.connectionStatus === 'connected' && !GONE.has(kernel.status);
}
