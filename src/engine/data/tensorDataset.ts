import { descriptionOf, isPromise, shortened } from '../describe';
import { failure } from '../message';
import { checkKeys } from '../options';
import { suggestionFor } from '../suggest';
import { Tensor, TensorLike, formatShape, sizeOf } from '../tensor';

/** Samples and their targets; a `TensorDataset` is one implementation. */
export interface Samples {
  /** samples × features */
  input: TensorLike;
  /** samples × outputs, or one class per sample */
  target: TensorLike;
}

/** Names of features and classes; `record` and `show` display them. */
export interface DataNames {
  /** One name per feature. */
  featureNames?: string[];
  /** One name per output; for a single output of 0 or 1, the names of the two classes. */
  classNames?: string[];
}

/**
 * Samples paired with their targets.
 * Source: torch.utils.data.TensorDataset.
 */
export class TensorDataset implements Samples {
  readonly input: Tensor;
  readonly target: Tensor;
  /** The names of the features, if known. */
  readonly featureNames?: string[];
  /** The names of the classes, if known. */
  readonly classNames?: string[];

  /**
   * @param input samples × features
   * @param target samples × outputs, or one class per sample
   * @throws RangeError if input and target differ in the number of samples
   */
  constructor(input: TensorLike, target: TensorLike, names: DataNames = {}) {
    this.input = Tensor.from(input, 'input');
    this.target = Tensor.from(target, 'target');
    checkPaired('TensorDataset', this.input, this.target);
    // A dataset or a loader has names too.
    if (!('input' in Object(names))) {
      checkKeys('TensorDataset', names, { featureNames: undefined, classNames: undefined });
    }
    this.featureNames = names.featureNames;
    this.classNames = names.classNames;
  }

  /** The number of samples. */
  get length(): number {
    return this.input.shape[0];
  }

  /**
   * The samples at these indices, in this order.
   * @throws RangeError for an index that is out of range
   */
  subset(indices: readonly number[]): TensorDataset {
    const bad = indices.find(i => !Number.isInteger(i) || i < 0 || i >= this.length);
    if (bad !== undefined) {
      throw new RangeError(`subset: there is no sample ${bad}, expected 0 to ${this.length - 1}.`);
    }
    return new TensorDataset(indexSelect(this.input, indices), indexSelect(this.target, indices), this);
  }
}

/** `samples` itself if it is a `TensorDataset`, otherwise a dataset made from it. */
export function asDataset(owner: string, samples: Samples): TensorDataset {
  checkSamples(`${owner}: samples`, samples);
  return samples instanceof TensorDataset ? samples : new TensorDataset(samples.input, samples.target);
}

/** @throws TypeError unless `data` is an object with `input` and `target` */
export function checkSamples(owner: string, data: unknown): void {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || isPromise(data)) {
    throw failure(
      TypeError,
      '%1 is %2, expected a DataLoader or a dataset. Write { input: …, target: … }.',
      owner,
      descriptionOf(data)
    );
  }
  for (const name of ['input', 'target']) {
    if ((data as Record<string, unknown>)[name] === undefined) {
      const given = Object.keys(data);
      const meant = given.find(each => each !== 'input' && each !== 'target' && suggestionFor(each, [name]));
      throw meant === undefined
        ? failure(
            TypeError,
            '%1 has no %2: expected a DataLoader or a dataset. Write { input: …, target: … }.',
            owner,
            name
          )
        : failure(
            TypeError,
            "%1 has no %2: expected a DataLoader or a dataset. Is it '%3'? Write { input: …, target: … }.",
            owner,
            name,
            shortened(meant)
          );
    }
  }
}

/** @throws RangeError unless every sample has a target */
export function checkPaired(owner: string, input: Tensor, target: Tensor): void {
  if (input.shape[0] !== target.shape[0]) {
    throw failure(
      RangeError,
      '%1 expects a target for every sample: input is %2, target %3. Give each row of input one target.',
      owner,
      formatShape(input.shape),
      formatShape(target.shape)
    );
  }
}

/**
 * Copies the chosen rows of a tensor, in the given order.
 * Source: torch.index_select.
 * @param result the tensor to write to; a new one by default
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
