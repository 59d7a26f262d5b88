import { DataNames, Samples, checkPaired, indexSelect } from './tensorDataset';
import { Generator, defaultGenerator } from '../random/random';
import { Tensor } from '../tensor';

/** How a `DataLoader` deals out its samples. */
export interface DataLoaderOptions {
  /** How many samples a batch has; the last may have fewer. 1 when left out. */
  batchSize?: number;
  /** Another order in every epoch, PyTorch's for the same seed. */
  shuffle?: boolean;
  /** Leaves out a last batch that is not full. */
  dropLast?: boolean;
}

/** A batch: some samples and their targets. */
export interface Batch {
  /** samples × features */
  input: Tensor;
  /** samples × outputs, or a class a sample */
  target: Tensor;
}

/**
 * Hands out samples and their targets batch by batch; each `for … of` over it is an epoch.
 * Source: torch.utils.data.DataLoader.
 */
export class DataLoader {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  /** What the features are called, where the dataset says so. */
  readonly featureNames?: string[];
  /** What the classes are called, where the dataset says so. */
  readonly classNames?: string[];

  /**
   * @param data a `TensorDataset`, or its input (samples × features) and target (samples × outputs, or a class
   * a sample)
   * @throws RangeError when they differ in the number of samples, or batchSize is no whole number ≥ 1
   */
  constructor(data: Samples & DataNames, options: DataLoaderOptions = {}) {
    this.input = Tensor.from(data.input, 'input');
    this.target = Tensor.from(data.target, 'target');
    this.batchSize = options.batchSize ?? 1;
    this.shuffle = options.shuffle ?? false;
    this.dropLast = options.dropLast ?? false;
    this.featureNames = data.featureNames;
    this.classNames = data.classNames;
    checkPaired('DataLoader', this.input, this.target);
    if (!Number.isInteger(this.batchSize) || this.batchSize < 1) {
      throw new RangeError(
        `DataLoader: batchSize is ${String(this.batchSize)}, expected a whole number of at least 1.`
      );
    }
  }

  /** How many batches an epoch has. */
  get length(): number {
    const batches = this.input.shape[0] / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The batches of one epoch, each of tensors of its own: what `for … of` goes through. */
  [Symbol.iterator](): Iterator<Batch> {
    return this.batches();
  }

  /**
   * The batches of one epoch.
   * @param reuse whether a batch is written where the one before was; for loops that hold on to none
   */
  *batches(reuse = false): IterableIterator<Batch> {
    const samples = this.input.shape[0];
    const order = epochOrder(samples, this.shuffle);
    let last = null as Batch | null;
    for (let i = 0; i < this.length; i++) {
      const chosen = order.slice(i * this.batchSize, (i + 1) * this.batchSize);
      const into: Batch | null = reuse && last?.input.shape[0] === chosen.length ? last : null;
      last = {
        input: indexSelect(this.input, chosen, into?.input),
        target: indexSelect(this.target, chosen, into?.target)
      };
      yield last;
    }
  }
}

/**
 * PyTorch's order: every epoch draws a 64-bit base seed (for its workers), a shuffled one then another for
 * its sampler, whose lower 32 bits seed a generator of its own.
 */
function epochOrder(samples: number, shuffle: boolean): number[] {
  drawSeed();
  return shuffle
    ? new Generator(drawSeed()).permutation(samples)
    : Array.from({ length: samples }, (_, i) => i);
}

/** The lower 32 bits of a 64-bit number: the second of two draws. */
function drawSeed(): number {
  defaultGenerator.random32();
  return defaultGenerator.random32();
}
