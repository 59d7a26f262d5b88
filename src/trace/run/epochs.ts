import type { EpochRecord, History } from '../../engine';

/** Epochs of a run that an output holds. */
export const EPOCHS = 2000;

/**
 * Selects epochs of a run, in order: the first, the last, the best, and from every stretch those where a curve has
 * its minimum or maximum, so that no extreme is lost.
 * @param room the maximum of epochs; a run with fewer keeps all
 */
export function someEpochs(epochs: EpochRecord[], best: number | undefined, room = EPOCHS): EpochRecord[] {
  if (epochs.length <= room) {
    return epochs;
  }
  const curves = [
    (e: EpochRecord) => e.loss,
    (e: EpochRecord) => e.valLoss,
    ...Object.keys(epochs[0].metrics ?? {}).map(name => (e: EpochRecord) => e.metrics?.[name])
  ];
  const stretches = Math.max(1, Math.floor((room - 3) / (2 * curves.length)));
  const kept = new Set([0, epochs.length - 1]);
  const at = epochs.findIndex(({ epoch }) => epoch === best);
  if (at >= 0) {
    kept.add(at);
  }
  for (let s = 0; s < stretches; s++) {
    const start = Math.floor((s * epochs.length) / stretches);
    const end = Math.floor(((s + 1) * epochs.length) / stretches);
    for (const curve of curves) {
      extremes(epochs, curve, start, end).forEach(i => kept.add(i));
    }
  }
  return epochs.filter((_, i) => kept.has(i));
}

/** The indices of a curve's minimum and maximum in a stretch; NaN counts as the maximum. */
function extremes(
  epochs: EpochRecord[],
  curve: (epoch: EpochRecord) => number | undefined,
  start: number,
  end: number
): number[] {
  let [low, high] = [-1, -1];
  for (let i = start; i < end; i++) {
    const x = curve(epochs[i]);
    if (x === undefined) {
      continue;
    }
    const before = { low: low < 0 ? NaN : curve(epochs[low])!, high: high < 0 ? NaN : curve(epochs[high])! };
    low = low < 0 || x < before.low || Number.isNaN(before.low) ? i : low;
    high = high < 0 || x > before.high || (Number.isNaN(x) && !Number.isNaN(before.high)) ? i : high;
  }
  return low < 0 ? [] : [low, high];
}

/** Shortens a history to the epochs that an output may hold. */
export function boundedHistory<T extends History>(history: T, room = EPOCHS): T & { epochCount?: number } {
  const { epochs, best } = history;
  const some = someEpochs(epochs, best?.epoch, room);
  return some.length === epochs.length ? history : { ...history, epochs: some, epochCount: epochs.length };
}
