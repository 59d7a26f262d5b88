import { parseAddress, decodeNumber } from '../../trace';
import { InspectorEntry, inTime } from './entries';
import { Weights, weightsAfter, weightsAt, weightsOf } from './weights';

/** A weight at one moment, with the loss and the learning rate. */
export interface HistoryPoint {
  /** Counts the updates over all cells. */
  time: number;
  value: number;
  loss: number | null;
  lr: number | null;
  /** The entry that holds it. */
  entry: string;
}

/** A weight over the cells of its model and their iterations, in the order of the runs. */
export function historyOf(
  entries: readonly InspectorEntry[],
  { modelId, kernel }: Pick<InspectorEntry, 'modelId' | 'kernel'>,
  address: string
): HistoryPoint[] {
  const points: HistoryPoint[] = [];
  const mine = inTime(entries).filter(entry => entry.modelId === modelId && entry.kernel === kernel);
  let time = 0;
  const add = (
    { id }: InspectorEntry,
    weights: Weights | null,
    loss: number | null = null,
    lr: number | null = null
  ): void => {
    const value = weights && valueIn(weights, address);
    if (value !== null && value !== undefined) {
      points.push({ time, value, loss, lr, entry: id });
    }
  };
  for (const entry of mine) {
    const { payload } = entry;
    if (payload.kind === 'trace') {
      const lr = typeof payload.optimizer?.lr === 'number' ? payload.optimizer.lr : null;
      add(entry, weightsOf(payload.iterations[0].params), decodeNumber(payload.iterations[0].loss), lr);
      payload.iterations.forEach((iteration, i) => {
        if (iteration.update.length > 0) {
          time++;
          const next = payload.iterations[i + 1];
          add(entry, weightsAfter(iteration), next ? decodeNumber(next.loss) : entry.loss.after, lr);
        }
      });
    } else if (payload.kind === 'history' && payload.record) {
      const start = time;
      for (const moment of payload.record.moments) {
        time = start + moment.step;
        const loss = moment.loss === undefined ? null : decodeNumber(moment.loss);
        add(entry, weightsAt(payload, moment), loss, decodeNumber(moment.lr));
      }
    } else {
      add(entry, entry.after);
    }
  }
  return points;
}

/** A weight by its address; null if there is none. */
export function valueIn(weights: Weights, address: string): number | null {
  const parsed = parseAddress(address);
  const tensor = parsed && weights.get(parsed.name);
  if (!tensor || parsed.index.length !== tensor.shape.length) {
    return null;
  }
  const { shape, data } = tensor;
  return parsed.index.every((i, d) => i < shape[d])
    ? data[parsed.index.reduce((offset, i, d) => offset * shape[d] + i, 0)]
    : null;
}
