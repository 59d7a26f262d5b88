import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
// Not from the folder's index: all of the trace would come along when Lab starts.
import { MIME_TYPE } from '../trace/mime';
import type { OutputView, Placed } from './outputView';
import type { Outputs, ShownOutput } from './outputs';

/**
 * Draws an output of stepgrad. The views, D3 and the engine are fetched with the first output, not when Lab
 * starts.
 */
export class OutputWidget extends Widget implements IRenderMime.IRenderer, ShownOutput {
  private view: OutputView | null = null;
  private data: unknown = undefined;
  private content = '';

  constructor(private readonly outputs: Outputs) {
    super();
    this.addClass('sg-output');
    outputs.add(this);
  }

  /** What is drawn now; null before the first drawing. */
  get drawn(): OutputView | null {
    return this.view;
  }

  /** Draws the output; called again for the same one, it stays as it is. */
  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    return this.drawData(model.data[MIME_TYPE]);
  }

  /** The same, of the data itself. */
  async drawData(data: unknown): Promise<void> {
    const start = performance.now();
    const content = JSON.stringify(data) ?? '';
    if (content !== this.content || !this.view) {
      this.data = data;
      this.content = content;
      // What goes on, a training run say, changes in place: its reader stays where they are.
      if (!this.view?.update?.(data, content)) {
        await this.draw();
      }
      requestAnimationFrame(() => performance.measure('stepgrad:render', { start, end: performance.now() }));
    }
  }

  /**
   * Draws again what is there, in another language say.
   * @param changed preferences that are to be followed though the reader's place has others
   */
  async draw(changed: Placed[] = []): Promise<void> {
    const { drawOutput } = await import('./outputView');
    if (!this.isDisposed && this.data !== undefined) {
      const { preferences, hostOf } = this.outputs;
      // A reader who was in it stays in it.
      const focused = this.node.contains(document.activeElement);
      this.view?.dispose?.();
      this.view = drawOutput(this.data, this.content, preferences, hostOf(this), changed);
      this.node.replaceChildren(this.view.root);
      if (focused) {
        this.view.root.focus({ preventScroll: true });
      }
      this.outputs.drawn(this);
    }
  }

  override dispose(): void {
    this.view?.dispose?.();
    this.view = null;
    super.dispose();
  }
}
