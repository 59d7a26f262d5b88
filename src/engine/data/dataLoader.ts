import { DataNames, Samples, checkPaired, checkSamples, indexSelect } from './tensorDataset';
import { readOptions } from '../options';
import { Generator, defaultGenerator } from '../random/random';
import { Tensor } from '../tensor';

/** Options of `DataLoader`. */
export interface DataLoaderOptions {
  /** Samples per batch; the last batch may have fewer. 1 by default. */
  batchSize?: number;
  /** Draws a new order for every epoch, the same as PyTorch's for the same seed. */
  shuffle?: boolean;
  /** Drops the last batch if it is not full. */
  dropLast?: boolean;
}

/** A batch of samples and their targets. */
export interface Batch {
  /** samples × features */
  input: Tensor;
  /** samples × outputs, or one class per sample */
  target: Tensor;
}

/** A batch that is also a pair: `for (const [x, y] of loader)`. */
class Pair implements Batch, Iterable<Tensor> {
  constructor(
    readonly input: Tensor,
    readonly target: Tensor
  ) {}

  *[Symbol.iterator](): IterableIterator<Tensor> {
    yield this.input;
    yield this.target;
  }
}

/**
 * Yields samples and their targets batch by batch; each `for … of` loop over it is one epoch. A batch is
 * `{ input, target }` and a pair at once: `for (const [x, y] of loader)`.
 * Source: torch.utils.data.DataLoader.
 */
export class DataLoader {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  /** The names of the features, if the dataset has them. */
  readonly featureNames?: string[];
  /** The names of the classes, if the dataset has them. */
  readonly classNames?: string[];

  /**
   * @param data a `TensorDataset`, or an object with input (samples × features) and target (samples × outputs,
   * or one class per sample)
   * @throws RangeError if input and target differ in the number of samples, or batchSize is not a whole
   * number ≥ 1
   */
  constructor(data: Samples & DataNames, options: DataLoaderOptions = {}) {
    checkSamples('DataLoader: data', data);
    this.input = Tensor.from(data.input, 'input');
    this.target = Tensor.from(data.target, 'target');
    const usual = { batchSize: 1, shuffle: false, dropLast: false };
    const { batchSize, shuffle, dropLast } = readOptions('DataLoader', options, usual);
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.featureNames = data.featureNames;
    this.classNames = data.classNames;
    checkPaired('DataLoader', this.input, this.target);
    if (!Number.isInteger(this.batchSize) || this.batchSize < 1) {
      throw new RangeError(
        `DataLoader: batchSize is ${String(this.batchSize)}, expected a whole number of at least 1.`
      );
    }
  }

  /** The number of batches per epoch. */
  get length(): number {
    const batches = this.input.shape[0] / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The batches of one epoch, each in new tensors: `for … of` calls this method. */
  [Symbol.iterator](): Iterator<Batch & Iterable<Tensor>> {
    return this.batches();
  }

  /**
   * The batches of one epoch.
   * @param reuse whether a batch overwrites the previous one; for loops that don't keep batches
   */
  *batches(reuse = false): IterableIterator<Batch & Iterable<Tensor>> {
    const samples = this.input.shape[0];
    const order = epochOrder(samples, this.shuffle);
    let last = null as Pair | null;
    for (let i = 0; i < this.length; i++) {
      const chosen = order.slice(i * this.batchSize, (i + 1) * this.batchSize);
      const into: Batch | null = reuse && last?.input.shape[0] === chosen.length ? last : null;
      last = new Pair(
        indexSelect(this.input, chosen, into?.input),
        indexSelect(this.target, chosen, into?.target)
      );
      yield last;
    }
  }
}

/**
 * PyTorch's order of samples: every epoch draws a 64-bit base seed (for the workers); a shuffled epoch draws a
 * second one for its sampler, whose lower 32 bits seed a separate generator.
 */
function epochOrder(samples: number, shuffle: boolean): number[] {
  drawSeed();
  return shuffle
    ? new Generator(drawSeed()).permutation(samples)
    : Array.from({ length: samples }, (_, i) => i);
}

/** The lower 32 bits of a random 64-bit number: the second of two draws. */
function drawSeed(): number {
  defaultGenerator.random32();
  return defaultGenerator.random32();
}
