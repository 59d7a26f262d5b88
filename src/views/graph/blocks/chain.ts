import { Network, Stage, Terms } from '../../../derivation';
import { probabilityLayer } from '../sceneProbabilities';
import { blockOf } from './registry';

/**
 * The layers of a row that are drawn as blocks: from its first block on, behind the units of a Linear; without a
 * Linear, all of them, before the units. None if one of them can't be recreated.
 */
export function chainOf(terms: Terms, stage: Stage): number[] {
  const { network } = terms;
  const layers = rowLayers(stage, network);
  const first = layers.findIndex(at => blockOf(network.layers[at].type) !== null);
  const row = first < 0 ? [] : stage.linear === null ? layers : layers.slice(first);
  // A Flatten passes its numbers on.
  const chain = row.filter(at => network.layers[at].type !== 'Flatten');
  return chain.every(at => terms.layer(at) !== null) ? chain : [];
}

/** The layers of a row after its weights, without one that makes probabilities at the model's end. */
const rowLayers = ({ activations }: Stage, network: Network): number[] =>
  activations.filter(layer => layer !== probabilityLayer(network));

/** The layers whose numbers stand in the units of a row: of a Linear's row, those before its blocks. */
export function unitLayers(terms: Terms, stage: Stage): number[] {
  const layers = rowLayers(stage, terms.network);
  if (stage.linear === null) {
    return layers;
  }
  const chain = chainOf(terms, stage);
  return layers.filter(layer => !chain.includes(layer));
}
