import { EpochRecord, History } from '../../engine';
import type { TensorBoardEvent, TensorBoardHistogram } from '../../engine/files/tensorboard';
import { decodeNumber, decodeTensor } from '../encoding';
import type { Num } from '../trace';
import { countsOf } from './histogram';
import { plainText } from './plainText';
import type { Histogram, RunRecord } from './runRecord';

type Run = History & { record?: RunRecord };

/** The columns of a run: their names, and how to read them from an epoch. */
function columnsOf(epochs: EpochRecord[]): [string, (epoch: EpochRecord) => Num | undefined][] {
  const metrics = [...new Set(epochs.flatMap(({ metrics = {} }) => Object.keys(metrics)))];
  const has = (key: 'valLoss' | 'seconds'): boolean => epochs.some(epoch => epoch[key] !== undefined);
  return [
    ['epoch', e => e.epoch],
    ['loss', e => e.loss],
    ...(has('valLoss') ? [['valLoss', (e: EpochRecord) => e.valLoss] as const] : []),
    ...metrics.map(name => [name, (e: EpochRecord) => e.metrics?.[name]] as const),
    ['lr', e => e.lr],
    ...(has('seconds') ? [['seconds', (e: EpochRecord) => e.seconds] as const] : [])
  ] as [string, (epoch: EpochRecord) => Num | undefined][];
}

/**
 * Writes a run as CSV: one line per epoch, with every digit of losses, metrics and learning rate. RFC 4180. A metric's
 * name that a spreadsheet would run as a formula begins with an apostrophe.
 * @param history a history that `fit` returned
 */
export function toCSV({ epochs }: History): string {
  const columns = columnsOf(epochs);
  const lines = [
    columns.map(([name]) => quoted(name)),
    ...epochs.map(e => columns.map(([, of]) => text(of(e))))
  ];
  return lines.map(cells => `${cells.join(',')}\r\n`).join('');
}

const text = (x: Num | undefined): string => (x === undefined ? '' : Object.is(x, -0) ? '-0' : String(x));
const quoted = (name: string): string => {
  const text = plainText(name);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

/**
 * The TensorBoard events of a run: losses, metrics and learning rate by epoch, the loss by step, and for a recorded
 * run the norms and histograms of each layer by step.
 */
export function tensorBoardEvents({ epochs, record }: Run): TensorBoardEvent[] {
  const byEpoch = epochs.map((epoch): TensorBoardEvent => ({
    step: epoch.epoch,
    scalars: Object.fromEntries(
      columnsOf(epochs)
        .slice(1)
        .flatMap(([name, of]) => {
          const value = of(epoch);
          return value === undefined ? [] : [[`epoch/${name}`, decodeNumber(value)]];
        })
    )
  }));
  if (!record) {
    return byEpoch;
  }
  const { every, mean } = record.steps;
  const losses = Array.from(decodeTensor(mean).data, (loss, i): TensorBoardEvent => ({
    step: i * every,
    scalars: { 'step/loss': loss }
  }));
  const moments = record.moments.map(({ step, layers, outputs }): TensorBoardEvent => {
    const sizes = layers.flatMap(({ layer, weight, grad, update }) =>
      Object.entries({ weight, grad, update }).flatMap(([name, value]) =>
        value === undefined ? [] : [[`norm/${layer}.${name}`, decodeNumber(value)] as const]
      )
    );
    const spread = [
      ...layers.flatMap(({ layer, weights, grads }) => [
        [`weights/${layer}`, weights] as const,
        ...(grads ? [[`gradients/${layer}`, grads] as const] : [])
      ]),
      ...outputs.map(({ layer, values }) => [`outputs/${layer}`, values] as const)
    ];
    return {
      step,
      scalars: Object.fromEntries(sizes),
      histograms: Object.fromEntries(
        spread.filter(([, { counts }]) => counts !== '').map(([tag, each]) => [tag, histogramOf(each)])
      )
    };
  });
  return [...byEpoch, ...losses, ...moments];
}

/** A histogram for TensorBoard. Its sums are computed from the middles of the bins, as the numbers were not kept. */
function histogramOf(histogram: Histogram): TensorBoardHistogram {
  const counts = countsOf(histogram);
  const [min, max] = [decodeNumber(histogram.low), decodeNumber(histogram.high)];
  const width = (max - min) / counts.length;
  const middles = counts.map((_, i) => min + (i + 0.5) * width);
  const total = (value: (i: number) => number): number => counts.reduce((sum, n, i) => sum + n * value(i), 0);
  return {
    min,
    max,
    num: total(() => 1),
    sum: total(i => middles[i]),
    sumSquares: total(i => middles[i] ** 2),
    limits: counts.map((_, i) => (i === counts.length - 1 ? max : min + (i + 1) * width)),
    counts
  };
}
