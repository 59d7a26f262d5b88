import { descriptionOf, shortened } from '../describe';
import { failure } from '../message';
import { Generator, defaultGenerator } from '../random/random';
import { Samples, TensorDataset, asDataset } from './tensorDataset';

/**
 * Splits samples at random, into the same parts as PyTorch with the same seed.
 * Source: torch.utils.data.random_split.
 * @param lengths the number of samples of each part, or its share: `[0.8, 0.2]`
 * @param generator source of the random order; the generator seeded by `manualSeed` by default
 * @throws RangeError unless the lengths sum to the number of samples, or the shares to 1
 */
export function randomSplit(
  samples: Samples,
  lengths: readonly number[],
  generator: Generator = defaultGenerator
): TensorDataset[] {
  checkParts('randomSplit', lengths);
  const dataset = asDataset('randomSplit', samples);
  const counts = countsOf(lengths, dataset.length);
  const order = generator.permutation(dataset.length);
  let start = 0;
  return counts.map(count => dataset.subset(order.slice(start, (start += count))));
}

/** The size of each part. Shares are rounded down; the remaining samples go to the parts in turn, from the first. */
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
    throw failure(
      RangeError,
      'randomSplit: the lengths %1 sum to %2, expected %3, the number of samples, or shares with sum 1, such as [0.8, 0.2].',
      shortened(lengths.join(' + ')),
      total,
      samples
    );
  }
  return lengths.slice();
}

/** @throws TypeError unless the parts are a list; a share alone is written as two */
export function checkParts(owner: string, parts: unknown): void {
  if (!Array.isArray(parts)) {
    const isShare = typeof parts === 'number' && parts > 0 && parts < 1;
    const rest = isShare ? Number((1 - parts).toFixed(6)) : 0.2;
    throw failure(
      TypeError,
      '%1 expects a list, one number a part, got %2: write %3.',
      owner,
      descriptionOf(parts),
      `[${isShare ? parts : 0.8}, ${rest}]`
    );
  }
}

/** Whether the numbers are shares of a whole: each from 0 to 1, with sum 1 up to round-off. */
export const isShares = (lengths: readonly number[]): boolean =>
  lengths.length > 0 &&
  lengths.every(share => share >= 0 && share <= 1) &&
  Math.abs(lengths.reduce((sum, share) => sum + share, 0) - 1) <= 1e-9;
