import { symbolToText } from '../../../derivation';
import type { BatchNorm1d, LayerNorm, RMSNorm, Tensor } from '../../../engine';
import type { Arm, BlockKind, BlockPass, Picture } from './block';

/** Half the width and half the height of a norm's picture, in px. */
const HALF = 62;
const HEIGHT = 48;

/** Numbers, from `start`, a `step` apart. */
const numbersOf = ({ data }: Tensor, start: number, length: number, step = 1): number[] =>
  Array.from({ length }, (_, i) => data[start + i * step]);

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]): number => {
  const centre = mean(values);
  return mean(values.map(value => (value - centre) ** 2));
};

const rowOf = (x: Tensor, row: number): number[] => numbersOf(x, row * x.shape[1], x.shape[1]);

/** The picture between the input and the output, to which all of a row are joined. */
const withPicture = (
  { x, y, g }: BlockPass,
  lines: Picture['lines'],
  band: (row: number) => [low: number, high: number]
): Arm[] => [
  {
    ...{ column: 0, heading: '', symbol: '', value: y },
    picture: { half: HALF, height: HEIGHT, lines, dots: { before: x, after: y, band } },
    links: [{ from: -1, joins: 'all' }]
  },
  { ...{ column: 1, heading: '', symbol: 'y', value: y, grad: g }, links: [{ from: 0, joins: 'all' }] }
];

/** A row's mean and standard deviation, and its numbers before and after. */
export const layerNorm: BlockKind<LayerNorm> = {
  detail: ({ features }) => `${features}`,
  arms: pass => {
    const { eps } = pass.layer;
    const centre = (row: number): number => mean(rowOf(pass.x, row));
    const deviation = (row: number): number => Math.sqrt(variance(rowOf(pass.x, row)) + eps);
    return withPicture(
      pass,
      [
        { name: 'μ', of: centre },
        { name: '√(σ² + ε)', of: deviation }
      ],
      row => [centre(row) - deviation(row), centre(row) + deviation(row)]
    );
  }
};

/** A row's root mean square, and its numbers before and after. */
export const rmsNorm: BlockKind<RMSNorm> = {
  detail: ({ features }) => `${features}`,
  arms: pass => {
    const size = (row: number): number =>
      Math.sqrt(mean(rowOf(pass.x, row).map(x => x * x)) + pass.layer.eps);
    return withPicture(pass, [{ name: 'RMS', of: size }], row => [-size(row), size(row)]);
  }
};

/** At most this many features of a BatchNorm1d are named. */
const NAMED = 4;

/** The mean and the standard deviation of the first features, over the batch or as they were learnt. */
export const batchNorm: BlockKind<BatchNorm1d> = {
  detail: ({ features }) => `${features}`,
  arms: ({ layer, x, y, g }) => {
    const { features, eps, training, runningMean, runningVar } = layer;
    const isRunning = !training && runningMean !== null && runningVar !== null;
    const column = (i: number): number[] => numbersOf(x, i, x.data.length / features, features);
    const centre = (i: number): number => (isRunning ? runningMean.data[i] : mean(column(i)));
    const spread = (i: number): number => (isRunning ? runningVar.data[i] : variance(column(i)));
    const lines = Array.from({ length: Math.min(NAMED, features) }, (_, i) => i).flatMap(i => {
      const sub = features > 1 ? { sub: String(i + 1) } : {};
      const [mu, deviation] = [centre(i), Math.sqrt(spread(i) + eps)];
      return [
        { name: symbolToText({ name: 'μ', ...sub }), of: () => mu },
        { name: `√(${symbolToText({ name: 'σ²', ...sub })} + ε)`, of: () => deviation }
      ];
    });
    return [
      {
        ...{ column: 0, heading: '', symbol: '', value: y },
        picture: { half: HALF, height: 10 + 7.5 * lines.length, lines },
        links: [{ from: -1, joins: 'all' }]
      },
      { ...{ column: 1, heading: '', symbol: 'y', value: y, grad: g }, links: [{ from: 0, joins: 'all' }] }
    ];
  }
};
