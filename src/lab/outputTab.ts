import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';
import type { Translate } from '../derivation/translate';
import { OutputPlace, find, isCode, ours } from './notebooks';
import type { OutputWidget } from './renderer';

/** Milliseconds to wait after a change of outputs: a cell that runs again clears them and sends new ones soon. */
const PATIENCE = 250;

export interface OutputTabOptions {
  place: OutputPlace;
  tracker: INotebookTracker;
  contents: Contents.IManager;
  widget: OutputWidget;
  translate: Translate;
}

/**
 * An output in a tab of its own. While the notebook is open, the tab follows it and shows the new output when the
 * cell runs again. For a closed notebook, it shows the saved output.
 */
export class OutputTab extends Widget {
  readonly place: OutputPlace;
  private readonly said = document.createElement('p');
  private awaited = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly movedSignal = new Signal<this, void>(this);

  constructor(private readonly options: OutputTabOptions) {
    super();
    this.place = { ...options.place };
    this.addClass('sg-output-tab');
    this.said.setAttribute('role', 'status');
    this.node.append(this.said);
    const layout = (this.layout = new PanelLayout());
    layout.addWidget(options.widget);
    options.tracker.widgetAdded.connect(this.follow, this);
    this.follow();
  }

  /** Emitted after the notebook was renamed: its path is part of the place. */
  get moved(): Signal<this, void> {
    return this.movedSignal;
  }

  /** The widget that draws the output. */
  get output(): OutputWidget {
    return this.options.widget;
  }

  override dispose(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    Signal.clearData(this);
    super.dispose();
  }

  /** Moves the focus to the output. */
  protected override onActivateRequest(): void {
    const root = this.options.widget.node.querySelector<HTMLElement>('.sg-root');
    // An output that is not drawn yet gets the focus when it is.
    this.awaited = root === null;
    root?.focus({ preventScroll: true });
  }

  /** The notebook, if it is open. */
  private panel(): NotebookPanel | undefined {
    return this.options.tracker.find(({ context }) => context.path === this.place.path);
  }

  /** Listens to the notebook if it is open, otherwise reads the saved one. */
  private follow(): void {
    const panel = this.panel();
    if (!panel) {
      void this.readSaved();
      return;
    }
    const { context } = panel;
    context.pathChanged.connect(this.move, this);
    void context.ready.then(() => {
      if (!this.isDisposed && !panel.isDisposed) {
        panel.content.model!.cells.changed.connect(this.listen, this);
        this.listen();
      }
    });
  }

  /** Listens to the outputs of the cell, which may have been replaced. */
  private listen(): void {
    const there = find(this.place, this.options.tracker);
    const cell = there?.panel.content.model?.cells.get(there.index);
    if (cell && isCode(cell)) {
      // Does nothing if it is already connected.
      cell.outputs.changed.connect(this.wait, this);
    }
    this.wait();
  }

  /** Debounces showing the live output: a cleared output may come again. */
  private wait(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    this.timer = setTimeout(() => this.showLive(), PATIENCE);
  }

  private showLive(): void {
    const { tracker, translate } = this.options;
    const there = find(this.place, tracker);
    if (!there) {
      // Keep the output of a closed notebook; a deleted cell does not come back.
      if (this.panel()) {
        this.say(translate('The cell of this output is no longer in %1.', this.place.path));
      }
      return;
    }
    const cell = there.panel.content.model!.cells.get(there.index);
    this.draw(isCode(cell) ? (cell.outputs.toJSON() as { data?: unknown }[]) : []);
  }

  private async readSaved(): Promise<void> {
    const { contents, translate } = this.options;
    const { path, cell } = this.place;
    try {
      const { content } = (await contents.get(path)) as { content: { cells?: SavedCell[] } };
      const found = content.cells?.find(({ id }) => id === cell);
      // A notebook opened in the meantime is newer than its file.
      if (this.isDisposed || this.panel()) {
        return;
      }
      if (found) {
        this.draw(found.outputs ?? []);
      } else {
        this.say(translate('The cell of this output is no longer in %1.', path));
      }
    } catch {
      this.say(translate('%1 can’t be read.', path));
    }
  }

  private draw(outputs: { data?: unknown }[]): void {
    const data = ours(outputs)[this.place.output];
    if (data === undefined) {
      this.say(this.options.translate('The cell has no such output now. Run it again to see it here.'));
      return;
    }
    this.say('');
    void this.options.widget.drawData(data).then(() => {
      if (this.awaited && !this.isDisposed) {
        this.onActivateRequest();
      }
    });
  }

  /** Shows a sentence in place of the output; '' shows the output. */
  private say(sentence: string): void {
    if (!this.isDisposed) {
      this.said.textContent = sentence;
      this.options.widget.setHidden(sentence !== '');
    }
  }

  private move(_context: unknown, path: string): void {
    this.place.path = path;
    this.movedSignal.emit();
  }
}

interface SavedCell {
  id?: string;
  outputs?: { data?: unknown }[];
}
