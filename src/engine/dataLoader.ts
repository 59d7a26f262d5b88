import { Generator, defaultGenerator } from './random';
import { Tensor, TensorLike, formatShape, sizeOf } from './tensor';

export interface DataLoaderOptions {
  /** How many samples a batch has; the last may have fewer. 1 when left out. */
  batchSize?: number;
  /** Another order in every epoch, PyTorch's for the same seed. */
  shuffle?: boolean;
}

/** A batch: some samples and their targets. */
export interface Batch {
  input: Tensor;
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

  /**
   * @param data.input samples × features
   * @param data.target samples × outputs
   * @throws RangeError when they differ in the number of samples, or batchSize is no whole number ≥ 1
   */
  constructor(data: { input: TensorLike; target: TensorLike }, options: DataLoaderOptions = {}) {
    this.input = Tensor.from(data.input, 'input');
    this.target = Tensor.from(data.target, 'target');
    this.batchSize = options.batchSize ?? 1;
    this.shuffle = options.shuffle ?? false;
    if (this.input.shape[0] !== this.target.shape[0]) {
      throw new RangeError(
        `DataLoader expects a target for every sample: input is ${formatShape(this.input.shape)}, target ${formatShape(this.target.shape)}.`
      );
    }
    if (!Number.isInteger(this.batchSize) || this.batchSize < 1) {
      throw new RangeError(
        `DataLoader: batchSize is ${String(this.batchSize)}, expected a whole number of at least 1.`
      );
    }
  }

  /** How many batches an epoch has. */
  get length(): number {
    return Math.ceil(this.input.shape[0] / this.batchSize);
  }

  *[Symbol.iterator](): Iterator<Batch> {
    const samples = this.input.shape[0];
    const order = epochOrder(samples, this.shuffle);
    for (let start = 0; start < samples; start += this.batchSize) {
      const chosen = order.slice(start, start + this.batchSize);
      yield { input: rows(this.input, chosen), target: rows(this.target, chosen) };
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

/** The given rows of a tensor, in the given order. */
function rows(tensor: Tensor, chosen: number[]): Tensor {
  const size = sizeOf(tensor.shape.slice(1));
  const result = new Tensor([chosen.length, ...tensor.shape.slice(1)]);
  chosen.forEach((row, i) => result.data.set(tensor.data.subarray(row * size, (row + 1) * size), i * size));
  return result;
}
