import { Tensor, TensorLike, formatShape, sizeOf } from '../tensor';

/** Samples and what they should come out as; a `TensorDataset` is one. */
export interface Samples {
  /** samples × features */
  input: TensorLike;
  /** samples × outputs, or a class a sample */
  target: TensorLike;
}

/** What the columns are called; `record` and `show` use it. */
export interface DataNames {
  /** One a feature. */
  featureNames?: string[];
  /** One an output; for a single output of 0 or 1, the two classes. */
  classNames?: string[];
}

/**
 * Samples with their targets, held together.
 * Source: torch.utils.data.TensorDataset.
 */
export class TensorDataset implements Samples {
  readonly input: Tensor;
  readonly target: Tensor;
  /** What the features are called, where that is known. */
  readonly featureNames?: string[];
  /** What the classes are called, where that is known. */
  readonly classNames?: string[];

  /**
   * @param input samples × features
   * @param target samples × outputs, or a class a sample
   * @throws RangeError when they differ in the number of samples
   */
  constructor(input: TensorLike, target: TensorLike, names: DataNames = {}) {
    this.input = Tensor.from(input, 'input');
    this.target = Tensor.from(target, 'target');
    checkPaired('TensorDataset', this.input, this.target);
    this.featureNames = names.featureNames;
    this.classNames = names.classNames;
  }

  /** How many samples there are. */
  get length(): number {
    return this.input.shape[0];
  }

  /**
   * The samples with these numbers, in this order.
   * @throws RangeError for a number that is no sample's
   */
  subset(indices: readonly number[]): TensorDataset {
    const bad = indices.find(i => !Number.isInteger(i) || i < 0 || i >= this.length);
    if (bad !== undefined) {
      throw new RangeError(`subset: there is no sample ${bad}, expected 0 to ${this.length - 1}.`);
    }
    return new TensorDataset(indexSelect(this.input, indices), indexSelect(this.target, indices), this);
  }
}

/** A dataset from one, or from samples that are none yet. */
export const asDataset = (samples: Samples): TensorDataset =>
  samples instanceof TensorDataset ? samples : new TensorDataset(samples.input, samples.target);

/** @throws RangeError unless there is a target for every sample */
export function checkPaired(owner: string, input: Tensor, target: Tensor): void {
  if (input.shape[0] !== target.shape[0]) {
    throw new RangeError(
      `${owner} expects a target for every sample: input is ${formatShape(input.shape)}, target ${formatShape(target.shape)}.`
    );
  }
}

/**
 * The given rows of a tensor, in the given order.
 * @param result where to write them; a new tensor when left out
 */
export function indexSelect(
  tensor: Tensor,
  chosen: readonly number[],
  result: Tensor = new Tensor([chosen.length, ...tensor.shape.slice(1)])
): Tensor {
  const size = sizeOf(tensor.shape.slice(1));
  for (let i = 0; i < chosen.length; i++) {
    const from = chosen[i] * size;
    for (let k = 0; k < size; k++) {
      result.data[i * size + k] = tensor.data[from + k];
    }
  }
  return result;
}
