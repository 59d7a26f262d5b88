import type { ILabShell, ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Translate } from '../derivation/translate';
import { OutputPlace, find } from './notebooks';
import { OutputTab } from './outputTab';
import type { Outputs, ShownOutput } from './outputs';
import { OutputWidget } from './renderer';

type Tab = MainAreaWidget<OutputTab>;

/** The tabs with single outputs. */
export class OutputTabs {
  private readonly tracker = new WidgetTracker<Tab>({ namespace: 'stepgrad-output' });

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly notebooks: INotebookTracker,
    private readonly outputs: Outputs,
    private readonly translate: Translate,
    /** Absent in Notebook 7, which has no tabs beside the notebook. */
    private readonly labShell: ILabShell | null
  ) {}

  /** Restores the tabs of the last session. @param command the command that opens a tab */
  restore(restorer: ILayoutRestorer, command: string): void {
    void restorer.restore(this.tracker, {
      command,
      args: ({ content }) => ({ ...content.place }),
      name: ({ content }) => nameOf(content.place)
    });
  }

  /** The place of an output that a tab shows; null for an output that is in no tab. */
  placeOf(widget: ShownOutput): OutputPlace | null {
    return this.tracker.find(({ content }) => content.output === widget)?.content.place ?? null;
  }

  /** Opens an output in a tab, or activates the tab that shows it. */
  open(place: OutputPlace): Tab {
    const there = this.tracker.find(({ content }) => nameOf(content.place) === nameOf(place));
    const tab = there ?? this.add(place);
    this.app.shell.activateById(tab.id);
    return tab;
  }

  private add(place: OutputPlace): Tab {
    const { app, notebooks, outputs, translate } = this;
    const content = new OutputTab({
      place,
      translate,
      tracker: notebooks,
      contents: app.serviceManager.contents,
      widget: new OutputWidget(outputs, true)
    });
    const tab = new MainAreaWidget({ content });
    const update = (): void => {
      const name = content.place.path
        .split('/')
        .pop()!
        .replace(/\.ipynb$/, '');
      tab.title.label = `stepgrad · ${name}`;
      tab.title.caption = content.place.path;
      void this.tracker.save(tab);
    };
    tab.id = `stepgrad-output-${nameOf(place)}`;
    tab.title.closable = true;
    update();
    content.moved.connect(update);
    void this.tracker.add(tab);
    const notebook = find(place, notebooks)?.panel;
    if (this.labShell) {
      app.shell.add(tab, 'main', { mode: 'split-right', ...(notebook && { ref: notebook.id }) });
    } else {
      app.shell.add(tab, 'down');
    }
    return tab;
  }
}

const nameOf = ({ path, cell, output }: OutputPlace): string => `${path}:${cell}:${output}`;
