/** Findings about a run: overfitting and dead layers. */
import { sum } from 'd3';
import { Histogram, HistoryReport, Moment, countsOf, decodeNumber } from '../../trace';

/** Overfitting: the validation loss is at least this fraction above its best, */
export const PARTED = 0.1;
/** and its best was at least this many epochs ago. */
const EPOCHS = 3;

/** Overfitting: since when, the rise of the validation loss, and the fall of the training loss. */
export interface Overfitting {
  /** The epoch with the least validation loss. */
  since: number;
  best: number;
  now: number;
  /** Relative to the best: 0.25 is a quarter more. */
  rise: number;
  trainThen: number;
  trainNow: number;
}

/**
 * Detects overfitting: at the last epoch the validation loss is at least a tenth above its least value, which is
 * three epochs ago or more, while the training loss is lower than it was then. Null if there is none.
 */
export function overfitting({ epochs }: HistoryReport): Overfitting | null {
  const all = epochs.flatMap(({ epoch, loss, valLoss }) =>
    valLoss === undefined ? [] : [{ epoch, loss: decodeNumber(loss), valLoss: decodeNumber(valLoss) }]
  );
  const last = all[all.length - 1];
  if (!last) {
    return null;
  }
  const best = all.reduce((least, each) => (each.valLoss < least.valLoss ? each : least), all[0]);
  const rise = last.valLoss / best.valLoss - 1;
  const parted = rise >= PARTED && last.epoch - best.epoch >= EPOCHS && last.loss < best.loss;
  return parted && best.valLoss > 0
    ? {
        since: best.epoch,
        best: best.valLoss,
        now: last.valLoss,
        rise,
        trainThen: best.loss,
        trainNow: last.loss
      }
    : null;
}

/** A layer of ReLUs whose outputs have all become 0. */
export interface Silence {
  layer: string;
  /** The first step of which this is known, from 1. */
  since: number;
  /** Samples checked at one moment, at most: the first of a batch, not all. */
  samples: number;
}

/**
 * The first layer of ReLUs whose outputs are 0 for every checked sample, from some moment to the end of the run: no
 * gradient of these samples passes it. Null if there is none.
 */
export function silence({ record }: HistoryReport): Silence | null {
  const { model = [], moments = [] } = record ?? {};
  // Layers after a Linear have its width, up to the next Linear.
  let units = 1;
  for (const { name, type, outFeatures } of model) {
    units = typeof outFeatures === 'number' ? outFeatures : units;
    const valuesAt = ({ outputs }: Moment): Histogram | undefined =>
      outputs.find(({ layer }) => layer === name)?.values;
    const isSilent = (moment: Moment): boolean => {
      const values = valuesAt(moment);
      return values !== undefined && decodeNumber(values.low) === 0 && decodeNumber(values.high) === 0;
    };
    let from = moments.length;
    while (from > 0 && isSilent(moments[from - 1])) {
      from--;
    }
    if (type === 'ReLU' && from < moments.length) {
      const counts = moments.slice(from).map(moment => sum(countsOf(valuesAt(moment)!)));
      return { layer: name, since: moments[from].step + 1, samples: Math.round(Math.max(...counts) / units) };
    }
  }
  return null;
}
