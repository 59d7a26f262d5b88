import { readNetwork } from '../../derivation';
import { h } from '../dom';
import { Graph } from '../graph';
import { sceneOfWeights } from '../modelView';
import { Translate } from '../translate';
import { keptMoment, otherMoment, unkept } from './kept';
import type { Panel, PanelKind } from './panel';
import type { TrainingModel } from './trainingModel';

/** The network with the weights of the moment. */
class NetworkPanel implements Panel {
  readonly element = h('div', { class: 'sg-network' });
  private readonly note = h('p', { class: 'sg-remark' });
  private readonly graph: Graph;

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.graph = new Graph(translate, { node: () => undefined, edge: () => undefined });
    this.element.append(this.note, this.graph.element);
    // One stop for Tab is the scroller around it.
    this.graph.element.removeAttribute('data-section');
  }

  resize(width: number): void {
    this.graph.resize(Math.min(560, width - 8));
  }

  draw(): void {
    const { model, translate } = this;
    const kept = keptMoment(model);
    this.graph.element.hidden = !kept;
    if (!kept) {
      this.note.textContent = unkept(model, translate);
      return;
    }
    this.note.textContent = otherMoment(model, kept, translate);
    const { record } = model.reader!;
    const params = model.reader!.params(kept)!;
    const inputs = record.model.find(({ type }) => type === 'Linear')?.inFeatures ?? 1;
    const network = readNetwork(
      record.model,
      inputs as number,
      params.map(({ name }) => name)
    );
    const snapshot = {
      kind: 'model' as const,
      version: 1 as const,
      modelId: 'm1',
      model: record.model,
      params
    };
    this.graph.draw(sceneOfWeights(snapshot, network));
  }
}

export const network: PanelKind = {
  id: 'network',
  title: translate => translate('Network'),
  fits: ({ reader }) => !!reader?.isKnown && reader.record.model.some(({ type }) => type === 'Linear'),
  make: (model, translate) => new NetworkPanel(model, translate)
};
