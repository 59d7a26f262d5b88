import { extent } from 'd3';
import type { Network } from '../../derivation';
import { DataSample, NamedTensor, RunReader, decodeTensor } from '../../trace';
import { h } from '../page/dom';
import { nodePicture } from '../graph/nodePicture';
import type { Backdrop } from '../graph/nodeSurfaces';
import { gridOf } from '../plots/surfaceGrid';
import { coloursOf } from '../plots/surfacePaint';
import { featuresOf } from './outcome';

/** Margin on each side, as a fraction of the samples' range; the same as in the decision boundary. */
const MARGIN = 0.08;

const canvas = h('canvas');

/**
 * Each neuron's output over the two inputs, as pictures for the nodes; undefined unless there are two inputs.
 * @param element the element that gives the theme's colours
 */
export function neuronPictures(
  reader: RunReader,
  network: Network,
  params: NamedTensor[],
  element: Element
): Backdrop | undefined {
  const { model, train } = reader.record;
  if (featuresOf(reader) !== 2 || network.inputs !== 2 || !train) {
    return undefined;
  }
  const units = network.stages.reduce((sum, stage) => sum + stage.units, 1);
  const grid = gridOf(model, params, domainOf(train), 2 * units);
  const colours = coloursOf(element, ['--sg-positive', '--sg-negative']);
  return grid ? (column, unit) => nodePicture(canvas, grid, network, [column, unit], colours) : undefined;
}

function domainOf({ input }: DataSample): [number, number][] {
  const { data } = decodeTensor(input);
  return [0, 1].map((axis): [number, number] => {
    const [low = 0, high = 1] = extent(data.filter((x, i) => i % 2 === axis && Number.isFinite(x)));
    const margin = MARGIN * (high - low || 1);
    return [low - margin, high + margin];
  });
}
