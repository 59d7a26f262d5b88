import { NamedTensor, decodeTensor } from '../../trace';
import { h } from '../page/dom';
import { Graph } from '../graph/graph';
import { networkOfModel, sceneOfWeights } from '../model/weightScene';
import { Translate } from '../page/translate';
import { neuronPictures } from './neuronPictures';
import { drawnMoment, otherMoment, unkept } from './drawnMoment';
import { PANEL_HEIGHT, TrainingPanel, TrainingPanelKind } from './trainingPanel';
import type { TrainingModel } from './trainingModel';

/** Of the graph, in px: its legend and a note of two lines need the rest of the panel. */
const HEIGHT = PANEL_HEIGHT - 32;

/** The network with the weights of the chosen moment. */
class NetworkPanel implements TrainingPanel {
  readonly element = h('div', { class: 'sg-network' });
  private readonly note = h('p', { class: 'sg-remark' });
  private readonly graph: Graph;

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.graph = new Graph(translate, { node: () => undefined, edge: () => undefined }, HEIGHT);
    this.element.append(this.graph.element, this.note);
    // The scroll container around it is the only Tab stop.
    this.graph.element.removeAttribute('data-section');
  }

  resize(width: number): void {
    this.graph.resize(Math.min(640, width - 8));
  }

  draw(): void {
    const { model, translate } = this;
    const kept = drawnMoment(model);
    this.graph.element.hidden = !kept;
    if (!kept) {
      this.note.textContent = unkept(model, translate);
      return;
    }
    const { record } = model.reader!;
    const params = model.reader!.params(kept)!;
    const network = networkOfModel({ model: record.model, params });
    const neurons = neuronPictures(model.reader!, network, params, this.element);
    const inNodes = neurons
      ? translate('In a node: what comes out of it for every pair of inputs, high in blue, low in orange.')
      : '';
    this.note.textContent = [this.broken(params) || inNodes, otherMoment(model, kept, translate)]
      .filter(Boolean)
      .join(' ');
    this.graph.draw(sceneOfWeights({ params }, network, model.digits, record), neurons);
  }

  /** A note if some weights are NaN or infinite; else ''. */
  private broken(params: NamedTensor[]): string {
    const tensors = params.map(({ value }) => decodeTensor(value).data);
    const all = tensors.reduce((sum, { length }) => sum + length, 0);
    const odd = tensors.reduce((sum, data) => sum + data.filter(x => !Number.isFinite(x)).length, 0);
    return odd === 0
      ? ''
      : odd === all
        ? this.translate(
            'At this moment all weights are NaN or infinite: the network computes nothing any more.'
          )
        : this.translate('At this moment %1 of %2 weights are NaN or infinite.', odd, all);
  }
}

export const network: TrainingPanelKind = {
  id: 'network',
  title: translate => translate('Network'),
  fits: ({ reader }) => !!reader?.isKnown && reader.record.model.some(({ type }) => type === 'Linear'),
  make: (model, translate) => new NetworkPanel(model, translate)
};
