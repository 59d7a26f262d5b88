import { Generator, defaultGenerator } from '../random/random';
import { Samples, TensorDataset, asDataset } from './tensorDataset';

/**
 * Splits samples at random, as PyTorch does from the same seed.
 * Source: torch.utils.data.random_split.
 * @param lengths how many samples each part gets; or its share: `[0.8, 0.2]`
 * @param generator where the order is drawn from; the one that `manualSeed` seeds, when left out
 * @throws RangeError when the lengths do not sum to the number of samples, or the shares to 1
 */
export function randomSplit(
  samples: Samples,
  lengths: readonly number[],
  generator: Generator = defaultGenerator
): TensorDataset[] {
  const dataset = asDataset(samples);
  const counts = countsOf(lengths, dataset.length);
  const order = generator.permutation(dataset.length);
  let start = 0;
  return counts.map(count => dataset.subset(order.slice(start, (start += count))));
}

/** Shares are rounded down, and what is left goes to the parts one by one, the first first. */
function countsOf(lengths: readonly number[], samples: number): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (isShares(lengths)) {
    const counts = lengths.map(share => Math.floor(samples * share));
    const left = samples - counts.reduce((sum, count) => sum + count, 0);
    for (let i = 0; i < left; i++) {
      counts[i % counts.length]++;
    }
    return counts;
  }
  if (total !== samples || lengths.some(length => !Number.isInteger(length) || length < 0)) {
    throw new RangeError(
      `randomSplit: the lengths ${lengths.join(' + ')} make ${total}, expected ${samples}, the number of samples, or shares that make 1.`
    );
  }
  return lengths.slice();
}

/** Whether these are shares of a whole: together 1, but for rounding. */
export const isShares = (lengths: readonly number[]): boolean =>
  lengths.length > 0 &&
  lengths.every(share => share >= 0 && share <= 1) &&
  Math.abs(lengths.reduce((sum, share) => sum + share, 0) - 1) <= 1e-9;
