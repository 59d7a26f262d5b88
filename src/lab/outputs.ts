import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Token } from '@lumino/coreutils';
import { ISignal, Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { Host } from '../views';
import type { OutputView, Placed } from './outputView';
import type { Preferences } from './preferences';

/** What the plugins share: the outputs of stepgrad that Lab shows now. */
export const IOutputs = new Token<Outputs>(
  'stepgrad:IOutputs',
  'The outputs of stepgrad that are shown now.'
);

/** An output that Lab shows: what `Outputs` needs of its widget. */
export interface ShownOutput extends Widget {
  /** What is drawn now; null before the first drawing. */
  readonly drawn: OutputView | null;
  /** Draws the output again; the reader's place keeps its own preferences, except for those in `changed`. */
  draw(changed?: Placed[]): Promise<void>;
}

/** The outputs that Lab shows now: what they are drawn by, and which of them a command is meant for. */
export class Outputs {
  /** What the page can do for an output; set by the plugin that can. */
  hostOf: (widget: ShownOutput) => Host = () => ({});
  private readonly alive = new Set<ShownOutput>();
  private last: ShownOutput | null = null;
  private readonly preferredSignal = new Signal<this, void>(this);
  private readonly drewSignal = new Signal<this, ShownOutput>(this);

  constructor(private shown: Preferences) {}

  get preferences(): Preferences {
    return this.shown;
  }

  /** Draws every output again, by other preferences. Each keeps its place, but for what was changed. */
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

  /** After the reader chose other preferences, a language say. */
  get preferred(): ISignal<this, void> {
    return this.preferredSignal;
  }

  /** Every output that is on the page. */
  get all(): ShownOutput[] {
    return [...this.alive];
  }

  /** After an output was drawn: its view is another one now. */
  get drew(): ISignal<this, ShownOutput> {
    return this.drewSignal;
  }

  /** Says that an output was drawn. */
  drawn(widget: ShownOutput): void {
    this.drewSignal.emit(widget);
  }

  /** Takes note of an output, and of when the reader turns to it. */
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
   * The output that a command is meant for: the one in the current tab that the reader turned to last, else the
   * first in it that can be seen. The one turned to last, too, where it is beside the current tab.
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
