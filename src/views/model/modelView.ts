import { architecture } from '../../derivation';
import type { ModelSnapshot } from '../../trace';
import { h } from '../page/dom';
import { drawSafely } from '../page/drawSafely';
import { Graph } from '../graph/graph';
import { linkHover } from '../page/links';
import { observeWidth } from '../page/observeWidth';
import { Translate } from '../page/translate';
import { valueTable } from './valueTable';
import { networkOfModel, sceneOfWeights } from './weightScene';

/** A model without a pass: its network and its weights; the nodes are empty. */
export class ModelView {
  readonly root: HTMLElement;
  private readonly observer: ResizeObserver;

  /** @param digits significant digits of the weights */
  constructor(snapshot: ModelSnapshot, digits: number, translate: Translate) {
    const network = networkOfModel(snapshot);
    const graph = new Graph(translate, { node: () => undefined, edge: () => undefined });
    const scene = sceneOfWeights(snapshot, network, digits);
    this.root = h(
      'div',
      { class: 'sg-root sg-narrow', 'data-stepgrad': 'model', tabindex: 0 },
      h(
        'div',
        { class: 'sg-header' },
        h('strong', { class: 'sg-architecture' }, architecture(network)),
        h('span', { class: 'sg-about' }, snapshot.model.map(({ type }) => type).join(' · '))
      ),
      h('div', { class: 'sg-body' }, graph.element),
      valueTable([...snapshot.params, ...(snapshot.buffers ?? [])], digits, translate)
    );
    linkHover(this.root);
    graph.draw(scene);
    this.observer = observeWidth(this.root, width => {
      if (graph.resize(width - 24)) {
        drawSafely(graph.element, translate, () => graph.draw(scene));
      }
    });
  }

  dispose(): void {
    this.observer.disconnect();
  }
}
