/** What can be said of a run: pure. */
import { sum } from 'd3';
import { Histogram, HistoryReport, Moment, countsOf, decodeNumber } from '../../trace';

/** The validation loss has parted from the training loss when it is so much above its best. */
export const PARTED = 0.1;
/** And so many epochs ago it was best. */
const EPOCHS = 3;

/** Over-fitting: since when, how far validation has risen, and how far training has fallen. */
export interface Overfitting {
  /** The epoch whose validation loss was least. */
  since: number;
  best: number;
  now: number;
  /** Of what it was at best: 0.25 is a quarter more. */
  rise: number;
  trainThen: number;
  trainNow: number;
}

/**
 * Whether the two losses have parted: at the last epoch the validation loss is at least a tenth above its least,
 * which is three epochs ago or more, while the training loss is lower than it was then.
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

/** A layer of ReLUs that lets nothing through any more. */
export interface Silence {
  layer: string;
  /** The step since which that is so, from 1. */
  since: number;
  /** So many samples were looked at, at most, at one of its moments: the first of a batch, not all. */
  samples: number;
}

/**
 * The first layer of ReLUs whose outputs were all 0, for every sample that was looked at, from some moment to the
 * end: no gradient of these gets back through it.
 */
export function silence({ record }: HistoryReport): Silence | null {
  const { model = [], moments = [] } = record ?? {};
  // What is behind a Linear is as wide as it, up to the next.
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
