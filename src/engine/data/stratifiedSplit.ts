import { Generator, defaultGenerator } from '../random/random';
import { sizeOf } from '../tensor';
import { isShares } from './randomSplit';
import { Samples, TensorDataset, asDataset } from './tensorDataset';

/**
 * Splits samples at random, each class by itself, so that every part has every class in the proportion of the
 * whole, to one sample. In a part the samples are in the order they came.
 * Source: stratified sampling; compare sklearn.model_selection.train_test_split(stratify=…).
 * @param shares of each part, which sum to 1: `[0.8, 0.2]`
 * @param generator where the choice is drawn from; the one that `manualSeed` seeds, when left out
 * @throws RangeError when the shares do not sum to 1
 */
export function stratifiedSplit(
  samples: Samples,
  shares: readonly number[],
  generator: Generator = defaultGenerator
): TensorDataset[] {
  if (!isShares(shares)) {
    throw new RangeError(
      `stratifiedSplit: the shares are ${shares.join(', ')}, expected numbers that make 1.`
    );
  }
  const dataset = asDataset(samples);
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

/** The samples of each class; a class is whatever target they share, a number or a row. */
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
