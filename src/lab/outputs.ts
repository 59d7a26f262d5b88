import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Token } from '@lumino/coreutils';
import { ISignal, Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { Host } from '../views';
import type { OutputPlace } from './notebooks';
import type { OutputView, Placed } from './outputView';
import { Places } from './places';
import type { Preferences } from './preferences';

/** The token by which the plugins share stepgrad's outputs. */
export const IOutputs = new Token<Outputs>(
  'stepgrad:IOutputs',
  'The outputs of stepgrad that are shown now.'
);

/** The widget of an output that Lab shows. */
export interface ShownOutput extends Widget {
  /** The current view; null before the first drawing. */
  readonly drawn: OutputView | null;
  /** Draws the output again; the reader's place keeps its own preferences, except for those in `changed`. */
  draw(changed?: Placed[]): Promise<void>;
  /** Draws the output at once, wherever it is. */
  drawNow(): void;
}

/** The registry of stepgrad's outputs in Lab: their preferences, and the output that a command acts on. */
export class Outputs {
  /** The actions that the page offers to an output; set by the commands plugin. */
  hostOf: (widget: ShownOutput) => Host = () => ({});
  /** Finds the notebook and the cell of an output; null for an output of no open notebook. Set as `hostOf`. */
  placeOf: (widget: ShownOutput) => OutputPlace | null = () => null;
  /** The readers' places in outputs. */
  readonly places = new Places();
  /** The last height of each kind of view, in px. */
  readonly heights = new Map<string, number>();
  /** The views, once the first output has loaded them. */
  views: typeof import('./outputView') | null = null;
  private readonly alive = new Set<ShownOutput>();
  private last: ShownOutput | null = null;
  private readonly preferredSignal = new Signal<this, void>(this);
  private readonly drewSignal = new Signal<this, ShownOutput>(this);
  private readonly updatedSignal = new Signal<this, ShownOutput>(this);

  constructor(private shown: Preferences) {
    // A page on paper has no window.
    window.addEventListener('beforeprint', () => this.alive.forEach(widget => widget.drawNow()));
  }

  get preferences(): Preferences {
    return this.shown;
  }

  /** Draws every output again with new preferences. Changed preferences override the readers' places. */
  set preferences(preferences: Preferences) {
    const before = this.shown;
    this.shown = preferences;
    const { translator: _translator, ...settings } = preferences;
    if (Object.entries(settings).every(([name, value]) => same(value, before[name as keyof Preferences]))) {
      return;
    }
    const changed = (['granularity', 'notation', 'pace'] as const).filter(
      name => before[name] !== preferences[name]
    );
    this.alive.forEach(widget => void widget.draw(changed));
    this.preferredSignal.emit();
  }

  /** Emitted after a change of preferences, such as the language. */
  get preferred(): ISignal<this, void> {
    return this.preferredSignal;
  }

  /** All outputs on the page. */
  get all(): ShownOutput[] {
    return [...this.alive];
  }

  /** Emitted after an output was drawn: its view is a new one. */
  get drew(): ISignal<this, ShownOutput> {
    return this.drewSignal;
  }

  /** Emitted after an output was given new data, also while it has no view: a further report of a training run. */
  get updated(): ISignal<this, ShownOutput> {
    return this.updatedSignal;
  }

  /** Announces that an output was given new data. */
  update(widget: ShownOutput): void {
    this.updatedSignal.emit(widget);
  }

  /** Announces that an output was drawn. */
  drawn(widget: ShownOutput): void {
    this.drewSignal.emit(widget);
  }

  /** Whether an output is the one last clicked or focused. */
  isLast(widget: ShownOutput): boolean {
    return widget === this.last;
  }

  /** Registers an output until it is disposed, and notes when the reader clicks or focuses it. */
  add(widget: ShownOutput): void {
    this.alive.add(widget);
    const turn = (): void => {
      this.last = widget;
    };
    widget.node.addEventListener('pointerdown', turn, { capture: true });
    widget.node.addEventListener('focusin', turn);
    widget.disposed.connect(() => {
      this.alive.delete(widget);
      if (this.last === widget) {
        this.last = null;
      }
    });
  }

  /**
   * The output that a command acts on: the last one clicked or focused, if it is in the current tab, has the focus, or
   * the current tab has no output; otherwise the topmost on screen in the current tab.
   */
  current(shell: JupyterFrontEnd.IShell): ShownOutput | null {
    const visible = [...this.alive].filter(
      widget => widget.isVisible && widget.drawn && widget.node.isConnected
    );
    const tab = shell.currentWidget;
    const inside = visible.filter(({ node }) => tab?.node.contains(node));
    const last = visible.find(widget => widget === this.last);
    if (
      last &&
      (inside.includes(last) || last.node.contains(document.activeElement) || inside.length === 0)
    ) {
      return last;
    }
    const top = (widget: ShownOutput): number => widget.node.getBoundingClientRect().top;
    return inside.sort((a, b) => top(a) - top(b)).find(widget => onScreen(widget.node)) ?? inside[0] ?? null;
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function onScreen(node: HTMLElement): boolean {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
