import { Tensor, TensorLike, formatShape } from '../tensor';
import { TensorDataset } from './tensorDataset';

/** Scales features to mean 0 and standard deviation 1. */
export interface Standardization {
  /** The mean of each feature over the samples given to `standardize`. */
  mean: Tensor;
  /** The standard deviation of each feature (divided by N, not N − 1); 1 for a constant feature. */
  std: Tensor;
  /** (x − mean) / std for each feature: a new tensor, or a new dataset with the same targets. */
  transform: { (x: TensorDataset): TensorDataset; (x: TensorLike): Tensor };
}

/**
 * Computes the mean and the standard deviation of each feature. Give it the training part only, and apply
 * `transform` to every part: no information about validation and test samples may leak into training.
 * Source: sklearn.preprocessing.StandardScaler.
 * @param train samples × features, or a dataset
 * @throws RangeError for any other shape
 */
export function standardize(train: TensorLike | TensorDataset): Standardization {
  const x = train instanceof TensorDataset ? train.input : Tensor.from(train, 'input');
  if (x.shape.length !== 2 || x.data.length === 0) {
    throw new RangeError(`standardize expects samples × features, got ${formatShape(x.shape)}.`);
  }
  const [samples, features] = x.shape;
  const average = (of: (i: number, k: number) => number): Tensor => {
    const total = new Tensor([features]);
    for (let i = 0; i < x.data.length; i++) {
      total.data[i % features] += of(i, i % features) / samples;
    }
    return total;
  };
  const mean = average(i => x.data[i]);
  const variance = average((i, k) => (x.data[i] - mean.data[k]) ** 2);
  const std = new Tensor(
    [features],
    variance.data.map((v, k) => (Math.sqrt(v) > 1e-12 * Math.abs(mean.data[k]) ? Math.sqrt(v) : 1))
  );

  function transform(given: TensorDataset): TensorDataset;
  function transform(given: TensorLike): Tensor;
  function transform(given: TensorLike | TensorDataset): Tensor | TensorDataset {
    if (given instanceof TensorDataset) {
      return new TensorDataset(transform(given.input), given.target, given);
    }
    const values = Tensor.from(given, 'input');
    if (values.shape[values.shape.length - 1] !== features) {
      throw new RangeError(
        `transform expects ${features} features, as in the training data, got ${formatShape(values.shape)}.`
      );
    }
    const scaled = values.data.map((v, i) => (v - mean.data[i % features]) / std.data[i % features]);
    return new Tensor(values.shape, scaled);
  }
  return { mean, std, transform };
}
