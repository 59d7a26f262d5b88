import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
// Not from the folder's index, which would load the engine when Lab starts.
import { MIME_TYPE } from '../trace/mime';
import type { Bookmark, OutputView, Placed } from './outputView';
import type { Outputs, ShownOutput } from './outputs';
import type { Reading } from './places';
import { holdSearchMarks } from './searchMarks';

/**
 * The widget of a stepgrad output. Views, D3 and engine are loaded with the first output, not when Lab starts.
 */
export class OutputWidget extends Widget implements IRenderMime.IRenderer, ShownOutput {
  private view: OutputView | null = null;
  private data: unknown = undefined;
  private content = '';
  /** The reader's choices and edits; null for the current data's that are kept elsewhere, if anywhere. */
  private reading: Reading | null = null;
  private readonly marks = holdSearchMarks(this.node);

  constructor(private readonly outputs: Outputs) {
    super();
    this.addClass('sg-output');
    outputs.add(this);
  }

  /** The current view; null before the first drawing. */
  get drawn(): OutputView | null {
    return this.view;
  }

  /** Draws the output of a model. Does nothing if the data is already drawn. */
  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    return this.drawData(model.data[MIME_TYPE]);
  }

  /** `renderModel` with the payload itself. */
  async drawData(data: unknown): Promise<void> {
    const start = performance.now();
    const content = JSON.stringify(data) ?? '';
    if (content !== this.content || !this.view) {
      this.data = data;
      this.content = content;
      // A training run under way is updated in place, so that its reader keeps their place.
      if (!this.view?.update?.(data)) {
        this.reading = null;
        await this.draw();
      }
      requestAnimationFrame(() => performance.measure('stepgrad:render', { start, end: performance.now() }));
    }
  }

  /**
   * Draws the current data again, for example in another language.
   * @param changed preferences that override the reader's place
   */
  async draw(changed: Placed[] = []): Promise<void> {
    const { drawOutput } = await import('./outputView');
    if (!this.isDisposed && this.data !== undefined) {
      const { preferences, hostOf } = this.outputs;
      // Focus inside the old view moves to the new one.
      const focused = this.node.contains(document.activeElement);
      this.view?.dispose?.();
      this.view = drawOutput(this.data, this.bookmark(), preferences, hostOf(this), changed);
      this.node.replaceChildren(this.view.root);
      if (focused) {
        this.view.root.focus({ preventScroll: true });
      }
      this.outputs.drawn(this);
    }
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

  override dispose(): void {
    this.view?.dispose?.();
    this.view = null;
    this.marks.disconnect();
    super.dispose();
  }
}
