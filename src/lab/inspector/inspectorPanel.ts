import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IOutputAreaModel } from '@jupyterlab/outputarea';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Translate } from '../../derivation/translate';
import type { NotebookInspector } from './notebookInspector';
import { isCode } from '../notebooks';
import type { Outputs } from '../outputs';
import type { ExecutionOrder } from './executionOrder';

/** Width in px in which every column of the weights is shown; the window, in px, from which on it is asked for. */
const WANTED = 350;
const WIDE = 1200;

/** Milliseconds over which changes of a notebook are batched: a training run sends several a second. */
const TOGETHER = 120;
/** Milliseconds in which Lab lays its panels out. */
const SETTLED = 100;

/**
 * The panel with the weights of the current notebook, cell by cell. It reads the notebook's outputs, needs no kernel,
 * and works only while it is visible.
 */
export class InspectorPanel extends Widget {
  private drawn: NotebookInspector | null = null;
  private panel: NotebookPanel | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly heard = new Set<ICodeCellModel>();
  /** Whether the reader's width is kept from now on. */
  private widened = false;

  constructor(
    private readonly notebooks: INotebookTracker,
    private readonly outputs: Outputs,
    private readonly executions: ExecutionOrder,
    private readonly translate: Translate
  ) {
    super();
    this.id = 'stepgrad-inspector';
    this.addClass('sg-inspector-panel');
    notebooks.currentChanged.connect(this.follow, this);
    outputs.drew.connect((_, widget) => this.drawn?.watch(widget));
    outputs.preferred.connect(this.redraw, this);
    this.follow();
  }

  override dispose(): void {
    this.stopListening();
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    this.drawn?.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterShow(): void {
    this.widen();
    void this.refresh();
  }

  /** Asks, when it is first shown, for more than the 250 px that Lab gives a side bar. The reader may narrow it. */
  private widen(): void {
    if (this.widened || window.innerWidth < WIDE) {
      return;
    }
    this.widened = true;
    const { style } = this.node;
    const fit = (width: string): void => {
      style.minWidth = width;
      this.parent?.fit();
    };
    // A panel keeps the width that its least width once gave it.
    requestAnimationFrame(() => {
      fit(`${WANTED}px`);
      setTimeout(() => fit(''), SETTLED);
    });
  }

  protected override onActivateRequest(): void {
    this.node.querySelector<HTMLElement>('.sg-root')?.focus({ preventScroll: true });
  }

  private follow(): void {
    const panel = this.notebooks.currentWidget;
    this.stopListening();
    this.panel = panel;
    if (!panel) {
      this.later();
      return;
    }
    void panel.context.ready.then(() => {
      if (this.panel === panel && !panel.isDisposed && !this.isDisposed) {
        panel.content.model!.cells.changed.connect(this.listen, this);
        panel.context.pathChanged.connect(this.later, this);
        panel.disposed.connect(this.follow, this);
        this.listen();
      }
    });
  }

  /** Listens to every present cell. */
  private listen(): void {
    const cells = this.panel?.content.model?.cells;
    for (const cell of cells ? [...cells] : []) {
      if (isCode(cell) && !this.heard.has(cell)) {
        this.heard.add(cell);
        cell.outputs.changed.connect(this.changed, this);
        cell.stateChanged.connect(this.later, this);
      }
    }
    this.later();
  }

  private stopListening(): void {
    this.panel?.content.model?.cells.changed.disconnect(this.listen, this);
    this.panel?.context.pathChanged.disconnect(this.later, this);
    this.panel?.disposed.disconnect(this.follow, this);
    for (const cell of this.heard) {
      if (!cell.isDisposed) {
        cell.outputs.changed.disconnect(this.changed, this);
        cell.stateChanged.disconnect(this.later, this);
      }
    }
    this.heard.clear();
  }

  private changed(_: IOutputAreaModel, { newValues }: IOutputAreaModel.ChangedArgs): void {
    newValues.forEach(output => this.drawn?.forget(output));
    this.later();
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.refresh();
    }, TOGETHER);
  }

  /** Draws the inspector again, for example in another language. */
  private redraw(): void {
    this.drawn?.redraw();
  }

  private async refresh(): Promise<void> {
    if (!this.isVisible || this.isDisposed) {
      return;
    }
    const { NotebookInspector } = await import('./notebookInspector');
    if (this.isDisposed) {
      return;
    }
    if (!this.drawn) {
      this.drawn = new NotebookInspector(this.notebooks, this.outputs, this.executions, this.translate);
      this.node.replaceChildren(this.drawn.element);
    }
    this.drawn.read(this.panel?.isDisposed ? null : this.panel);
  }
}
