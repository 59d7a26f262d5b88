import { Network, joinsOf, readNetwork, symbolToText } from '../../derivation';
import { ModelSnapshot, decodeTensor, formatAddress } from '../../trace';
import type { Scene } from '../graph/scene';

/** The network of a model's layers. Its input width is the first Linear layer's; 1 without one. */
export function networkOfModel({
  model,
  params
}: {
  model: ModelSnapshot['model'];
  params: { name: string }[];
}): Network {
  const inputs = model.find(({ type }) => type === 'Linear')?.inFeatures ?? 1;
  return readNetwork(
    model,
    inputs as number,
    params.map(({ name }) => name)
  );
}

/** Names of the inputs and of the outputs, if the data has them. */
interface Names {
  featureNames?: string[];
  classNames?: string[];
}

/**
 * A graph with weights only: nothing went through the network, so its nodes have no numbers.
 * @param digits significant digits of the legend and the labels
 */
export function sceneOfWeights(
  { params }: Pick<ModelSnapshot, 'params'>,
  network: Network,
  digits: number,
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
  // A single output stands for no class.
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
    digits,
    samples: 1,
    sample: 0,
    bias: () => null,
    chain: () => ({ blocks: [], isBefore: false }),
    hasSums: () => false,
    joins: column => joinsOf(network, network.stages[column - 1]),
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
      return { symbol: ref, weight: { value, ref }, shown: value, active: true, asked: true };
    }
  };
}
