import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { MIME_TYPE, Payload, readPayload } from '../trace';
import { ModelView, Place, Stepper, StepperModel, Translate, checkView, errorView } from '../views';

/** Where readers were in the outputs that they stepped through, by content: kept while Lab is open. */
const places = new Map<string, Place>();
const MAX_PLACES = 200;

/** What the views need to know that is Lab's to say. */
export interface RendererContext {
  translate: Translate;
  granularity: Place['granularity'];
}

/** Draws an output of stepgrad. Nothing of it is trusted: it is validated before anything is drawn. */
export class OutputWidget extends Widget implements IRenderMime.IRenderer {
  private view: { root: HTMLElement; dispose?(): void } | null = null;
  private shown = '';

  constructor(private readonly context: () => RendererContext) {
    super();
    this.addClass('sg-output');
  }

  /** Draws the output; called again for the same one, it stays where it is. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const start = performance.now();
    const data: unknown = model.data[MIME_TYPE];
    const content = JSON.stringify(data) ?? '';
    if (content === this.shown && this.view) {
      return;
    }
    this.draw(data, content);
    requestAnimationFrame(() => performance.measure('stepgrad:render', { start, end: performance.now() }));
  }

  /** Draws again, in another language say. */
  redraw(): void {
    if (this.shown) {
      this.draw(JSON.parse(this.shown), this.shown);
    }
  }

  override dispose(): void {
    this.view?.dispose?.();
    this.view = null;
    super.dispose();
  }

  protected override onCloseRequest(msg: Message): void {
    super.onCloseRequest(msg);
    this.dispose();
  }

  private draw(data: unknown, content: string): void {
    this.view?.dispose?.();
    this.shown = content;
    const read = readPayload(data);
    this.view = 'error' in read ? { root: errorView(read.error) } : this.viewOf(read.payload, content);
    this.node.replaceChildren(this.view.root);
  }

  private viewOf(payload: Payload, content: string): { root: HTMLElement; dispose?(): void } {
    const { translate, granularity } = this.context();
    if (payload.kind === 'check') {
      return { root: checkView(payload, translate) };
    }
    if (payload.kind === 'model') {
      return new ModelView(payload, translate);
    }
    const model = new StepperModel(payload, places.get(content) ?? { granularity });
    model.changed.connect(() => keep(content, model.kept));
    return new Stepper(model, translate);
  }
}

function keep(content: string, place: Place): void {
  places.delete(content);
  places.set(content, place);
  if (places.size > MAX_PLACES) {
    places.delete(places.keys().next().value!);
  }
}
