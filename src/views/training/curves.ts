/** The curves of a run: from a history to points. */
import { HistoryReport, Num, decodeNumber, decodeTensor } from '../../trace';
import type { TrainingModel } from './trainingModel';

export type CurvePoint = [x: number, y: number];

/** A curve of a chart. */
export interface Curve {
  /** Its name, translated. */
  name: string;
  /** Its CSS class, which sets its colour. */
  style: string;
  points: CurvePoint[];
  /** The range of the values, if a point stands for several. */
  band?: [x: number, low: number, high: number][];
}

/** A value of each epoch that has it, over the number of finished epochs. */
export function byEpoch(
  { epochs }: HistoryReport,
  of: (epoch: HistoryReport['epochs'][number]) => Num | undefined
): CurvePoint[] {
  return epochs.flatMap(epoch => {
    const value = of(epoch);
    return value === undefined ? [] : [[epoch.epoch, decodeNumber(value)] as CurvePoint];
  });
}

/** The loss of the steps over the epochs: the mean and the range of the steps that share a point. */
export function bySteps(model: TrainingModel): Pick<Curve, 'points' | 'band'> {
  const { steps, from } = model.reader!.record;
  const per = model.stepsPerEpoch;
  const [mean, min, max] = [steps.mean, steps.min, steps.max].map(data => decodeTensor(data).data);
  const x = (i: number): number => {
    const end = Math.min(steps.count, (i + 1) * steps.every);
    return from + (i * steps.every + end) / 2 / per;
  };
  return {
    points: Array.from(mean, (y, i): CurvePoint => [x(i), y]),
    band: Array.from(mean, (_, i): [number, number, number] => [x(i), min[i], max[i]])
  };
}

/** The names of the measured metrics. */
export const metricsOf = ({ epochs }: HistoryReport): string[] => Object.keys(epochs[0]?.metrics ?? {});

/**
 * The least and the greatest value that can be drawn; null if there is none.
 * @param log for a logarithmic scale, which leaves out values ≤ 0
 * @param ceiling values above it are left out
 */
export function valueDomain(curves: Curve[], log: boolean, ceiling = Infinity): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  const see = (y: number): void => {
    if (Number.isFinite(y) && (!log || y > 0) && y <= ceiling) {
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  };
  for (const { points, band = [] } of curves) {
    points.forEach(([, y]) => see(y));
    band.forEach(([, a, b]) => [a, b].forEach(see));
  }
  if (low > high) {
    return null;
  }
  if (low === high) {
    return log ? [low / 2, high * 2] : [low - Math.abs(low || 1) * 0.1, high + Math.abs(high || 1) * 0.1];
  }
  return [low, high];
}

/** Whether curves need a logarithmic scale: they span more than a factor of 10⁴ and exceed 1000. */
export function needsLog(curves: Curve[], ceiling = Infinity): boolean {
  const domain = valueDomain(curves, true, ceiling);
  return domain !== null && domain[1] / domain[0] > 1e4 && domain[1] > 1e3;
}
