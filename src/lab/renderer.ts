import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { ITranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { Granularity } from '../derivation';
// Not from the folder's index: all of the trace would come along when Lab starts.
import { MIME_TYPE } from '../trace/mime';
import type { Language } from './language';
import type { OutputView } from './outputView';

/** What a view needs to know that is Lab's or the reader's to say. */
export interface Preferences {
  language: Language;
  granularity: Granularity;
  translator: ITranslator | null;
}

/**
 * Draws an output of stepgrad. The views, D3 and the engine are fetched with the first output, not when Lab
 * starts.
 */
export class OutputWidget extends Widget implements IRenderMime.IRenderer {
  private view: OutputView | null = null;
  private data: unknown = undefined;
  private content = '';

  constructor(private readonly preferences: () => Preferences) {
    super();
    this.addClass('sg-output');
  }

  /** Draws the output; called again for the same one, it stays as it is. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const start = performance.now();
    const data: unknown = model.data[MIME_TYPE];
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

  /** Draws again what is there, in another language say. */
  async draw(): Promise<void> {
    const { drawOutput } = await import('./outputView');
    if (!this.isDisposed) {
      this.view?.dispose?.();
      this.view = drawOutput(this.data, this.content, this.preferences());
      this.node.replaceChildren(this.view.root);
    }
  }

  override dispose(): void {
    this.view?.dispose?.();
    this.view = null;
    super.dispose();
  }
}
