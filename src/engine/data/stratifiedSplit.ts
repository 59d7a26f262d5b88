import { shortened } from '../describe';
import { failure } from '../message';
import { Generator, defaultGenerator } from '../random/random';
import { sizeOf } from '../tensor';
import { checkParts, isShares } from './randomSplit';
import { Samples, TensorDataset, asDataset } from './tensorDataset';

/**
 * Splits samples at random within each class, so that each part has the same class proportions as the whole,
 * to within one sample per class. Each part keeps the original order of its samples.
 * Source: stratified sampling; compare sklearn.model_selection.train_test_split(stratify=…).
 * @param shares the share of each part; they sum to 1: `[0.8, 0.2]`
 * @param generator source of the random choice; the generator seeded by `manualSeed` by default
 * @throws RangeError unless the shares sum to 1
 */
export function stratifiedSplit(
  samples: Samples,
  shares: readonly number[],
  generator: Generator = defaultGenerator
): TensorDataset[] {
  checkParts('stratifiedSplit', shares);
  if (!isShares(shares)) {
    throw failure(
      RangeError,
      '%1: the shares are %2, expected numbers from 0 to 1 with sum 1, such as [0.8, 0.2].',
      'stratifiedSplit',
      shortened(shares.join(', '))
    );
  }
  const dataset = asDataset('stratifiedSplit', samples);
  const parts = shares.map((): number[] => []);
  for (const members of classesOf(dataset)) {
    const order = generator.permutation(members.length).map(i => members[i]);
    let sum = 0;
    let start = 0;
    shares.forEach((share, part) => {
      sum += share;
      const end = part === shares.length - 1 ? order.length : Math.round(sum * order.length);
      parts[part].push(...order.slice(start, end));
      start = end;
    });
  }
  return parts.map(part => dataset.subset(part.sort((a, b) => a - b)));
}

/** The indices of the samples of each class. Samples are of one class if their targets (number or row) are equal. */
function classesOf({ target, length }: TensorDataset): number[][] {
  const size = sizeOf(target.shape.slice(1));
  const classes = new Map<string, number[]>();
  for (let i = 0; i < length; i++) {
    const key = target.data.subarray(i * size, (i + 1) * size).join();
    const members = classes.get(key) ?? [];
    members.push(i);
    classes.set(key, members);
  }
  return [...classes.values()];
}
