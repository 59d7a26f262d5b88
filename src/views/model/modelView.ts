import { architecture, joinsOf, readNetwork, symbolToText } from '../../derivation';
import { ModelSnapshot, decodeTensor, formatAddress } from '../../trace';
import { h } from '../page/dom';
import { Graph } from '../graph/graph';
import { linkHover } from '../page/links';
import { Scene } from '../graph/scene';
import { Translate } from '../page/translate';
import { valueTable } from './valueTable';

/** A model as it is: its network and its weights. Nothing has gone through it, so its nodes are empty. */
export class ModelView {
  readonly root: HTMLElement;
  private readonly observer: ResizeObserver;

  constructor(snapshot: ModelSnapshot, translate: Translate) {
    const inputs = snapshot.model.find(({ type }) => type === 'Linear')?.inFeatures ?? 1;
    const network = readNetwork(
      snapshot.model,
      inputs as number,
      snapshot.params.map(({ name }) => name)
    );
    const graph = new Graph(translate, { node: () => undefined, edge: () => undefined });
    const scene = sceneOfWeights(snapshot, network);
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
      valueTable(snapshot.params, translate)
    );
    linkHover(this.root);
    graph.draw(scene);
    this.observer = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0 && graph.resize(contentRect.width - 24)) {
        graph.draw(scene);
      }
    });
    this.observer.observe(this.root);
  }

  dispose(): void {
    this.observer.disconnect();
  }
}

/** What the inputs and the outputs of a network are called, where they have names. */
interface Names {
  featureNames?: string[];
  classNames?: string[];
}

/** A network with its weights alone. */
export function sceneOfWeights(
  { params }: Pick<ModelSnapshot, 'params'>,
  network: ReturnType<typeof readNetwork>,
  { featureNames, classNames }: Names = {}
): Scene {
  const weights = network.stages.map(({ linear }) => {
    const found =
      linear !== null && params.find(({ name }) => name === `${network.layers[linear].name}.weight`);
    return found ? decodeTensor(found.value) : null;
  });
  let largest = 0;
  weights.forEach(tensor =>
    tensor?.data.forEach(x => (largest = Math.max(largest, Number.isFinite(x) ? Math.abs(x) : 0)))
  );
  const widths = [network.inputs, ...network.stages.map(({ units }) => units)];
  const last = network.stages.length;
  // One output is not one of the classes.
  const named = {
    ...(featureNames?.length === widths[0] ? { featureNames } : {}),
    ...(widths[last] > 1 && classNames?.length === widths[last] ? { classNames } : {})
  };
  const nameOf = (column: number, unit: number): string | undefined =>
    column === 0 ? named.featureNames?.[unit] : column === last ? named.classNames?.[unit] : undefined;
  return {
    ...named,
    widths,
    looked: widths.map(() => []),
    phase: 'forward',
    largest,
    loss: { active: false },
    targets: [],
    samples: 1,
    sample: 0,
    joins: column => joinsOf(network.stages[column - 1]),
    node: (column, unit) => ({
      column,
      unit,
      symbol: symbolToText({
        name: column === 0 ? 'x' : column === last ? 'ŷ' : 'h',
        ...(widths[column] > 1 ? { sub: String(unit + 1) } : {})
      }),
      name: nameOf(column, unit),
      active: true
    }),
    edge: (column, unit, input) => {
      const value = weights[column - 1]!.data[unit * widths[column - 1] + input];
      const name = `${network.layers[network.stages[column - 1].linear!].name}.weight`;
      const ref = formatAddress({ name, index: [unit, input] });
      return { column, unit, input, symbol: ref, weight: { value, ref }, shown: value, active: true };
    }
  };
}
