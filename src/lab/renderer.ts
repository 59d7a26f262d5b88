import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
// Not from the folder's index, which would load the engine when Lab starts.
import { MIME_TYPE } from '../trace/mime';
import { keepKeys } from './keptKeys';
import { followNearness, isFar } from './nearness';
import type { Bookmark, OutputView, Placed } from './outputView';
import type { Outputs, ShownOutput } from './outputs';
import { Placeholder } from './placeholder';
import type { Reading } from './places';
import { holdSearchMarks } from './searchMarks';

/** Milliseconds that a view is kept after it has left the window's surroundings. */
const PATIENCE = 2000;

/** Whether data are a training run, which may still go on: its reader keeps their place in it. */
const isRun = (data: unknown): boolean => (Object(data) as { kind?: unknown }).kind === 'history';

/**
 * The widget of a stepgrad output. Views, D3 and engine are loaded with the first output, not when Lab starts. A view
 * is drawn when it comes near the window and let go when it is far; the reader's place in it is kept.
 */
export class OutputWidget extends Widget implements IRenderMime.IRenderer, ShownOutput {
  private view: OutputView | null = null;
  private data: unknown = undefined;
  private content = '';
  /** The reader's choices and edits; null for the current data's that are kept elsewhere, if anywhere. */
  private reading: Reading | null = null;
  /** Preferences that have changed since the view was drawn. */
  private changed: Placed[] = [];
  private leaving: ReturnType<typeof setTimeout> | undefined;
  private readonly placeholder: Placeholder;
  private readonly marks = holdSearchMarks(this.node);
  private readonly releaseKeys = keepKeys(this.node);
  private unfollow = (): void => undefined;

  /** @param always whether the view is drawn wherever it is */
  constructor(
    private readonly outputs: Outputs,
    private readonly always = false
  ) {
    super();
    this.addClass('sg-output');
    this.placeholder = new Placeholder(outputs.heights);
    outputs.add(this);
  }

  /** The current view; null before the first drawing, and while the output is far from the window. */
  get drawn(): OutputView | null {
    return this.view;
  }

  /** Draws the output of a model. Does nothing if the data is already drawn. */
  renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
    const plain = data['text/plain'];
    return this.drawData(data[MIME_TYPE], [plain].flat().join(''));
  }

  /** `renderModel` with the payload itself. @param plain the output as plain text */
  async drawData(data: unknown, plain = ''): Promise<void> {
    const start = performance.now();
    const content = JSON.stringify(data) ?? '';
    if (content === this.content && this.node.firstChild) {
      return;
    }
    if (!isRun(data) || !isRun(this.data)) {
      this.reading = null;
    }
    const isFurther = this.data !== undefined;
    this.data = data;
    this.content = content;
    this.placeholder.describe(data, plain);
    // A training run under way is updated in place, so that its reader keeps their place.
    if (!this.view?.update?.(data)) {
      if (!this.view) {
        this.node.replaceChildren(this.placeholder.element);
      }
      await this.draw();
    }
    if (isFurther) {
      this.outputs.update(this);
    }
    requestAnimationFrame(() => performance.measure('stepgrad:render', { start, end: performance.now() }));
  }

  /**
   * Draws the current data again, for example in another language; later, if it is far from the window.
   * @param changed preferences that override the reader's place
   */
  async draw(changed: Placed[] = []): Promise<void> {
    this.changed.push(...changed);
    // Lab puts a new output into the page after it has asked for its drawing.
    await Promise.resolve();
    if (this.always || this.view || !isFar(this)) {
      await this.build();
    }
  }

  /** Draws the view now and lets it go later, for print; does nothing before the views are loaded. */
  drawNow(): void {
    if (!this.view) {
      this.fill();
      this.leaving = setTimeout(() => this.letGo(), PATIENCE);
    }
  }

  /** Follows the output in the page that it is now in: Lab takes cells out, puts them back, and moves outputs. */
  protected override onAfterAttach(): void {
    this.unfollow();
    if (!this.always) {
      this.unfollow = followNearness(this.node, near => this.follow(near));
    }
  }

  protected override onBeforeDetach(): void {
    this.unfollow();
    this.follow(false);
  }

  override dispose(): void {
    clearTimeout(this.leaving);
    this.unfollow();
    this.view?.dispose?.();
    this.view = null;
    this.marks.disconnect();
    this.releaseKeys();
    super.dispose();
  }

  private async build(): Promise<void> {
    this.outputs.views ??= await import('./outputView');
    this.fill();
  }

  private fill(): void {
    const { preferences, hostOf, views } = this.outputs;
    if (this.isDisposed || this.data === undefined || !views) {
      return;
    }
    // Focus inside the old view moves to the new one.
    const focused = this.node.contains(document.activeElement);
    this.view?.dispose?.();
    this.view = views.drawOutput(this.data, this.bookmark(), preferences, hostOf(this), this.changed);
    this.changed = [];
    this.node.replaceChildren(this.view.root);
    if (focused) {
      this.view.root.focus({ preventScroll: true });
    }
    this.outputs.drawn(this);
    requestAnimationFrame(() => this.placeholder.measure(this.view?.root.offsetHeight ?? 0));
  }

  /** Draws the view when it comes near, and lets it go when it has been far for a while. */
  private follow(near: boolean): void {
    clearTimeout(this.leaving);
    if (this.always || this.isDisposed) {
      return;
    }
    if (near && !this.view) {
      void this.build();
    } else if (!near && this.view) {
      this.leaving = setTimeout(() => this.letGo(), PATIENCE);
    }
  }

  /** Puts the placeholder in place of the view, unless its reader is in it. */
  private letGo(): void {
    const { view, node, outputs } = this;
    const busy = view?.model?.playing || node.contains(document.activeElement) || outputs.isLast(this);
    if (!view || busy || !isFar(this)) {
      return;
    }
    this.placeholder.measure(view.root.offsetHeight);
    view.dispose?.();
    this.view = null;
    node.replaceChildren(this.placeholder.element);
  }

  /** The reader's place here; otherwise that in the output shown before at this place, with the same content. */
  private bookmark(): Bookmark {
    const { places, placeOf } = this.outputs;
    const place = placeOf(this);
    this.reading ??= place ? places.of(place, this.content) : {};
    return {
      reading: this.reading,
      keep: reading => {
        this.reading = reading;
        const now = placeOf(this);
        if (now) {
          places.keep(now, this.content, reading);
        }
      }
    };
  }
}
