import { failure } from '../message';
import { Tensor, TensorLike, unravel } from '../tensor';

/**
 * The outputs or the targets of a metric as a tensor.
 * @param name `output` or `target`, for the message
 * @throws RangeError for NaN or an infinite number: no order, class or rank follows from one, and a metric that
 * passed over it would make a diverged model look good
 */
export function finite(values: TensorLike, name: string): Tensor {
  const tensor = Tensor.from(values, name);
  const bad = tensor.data.findIndex(x => !Number.isFinite(x));
  if (bad >= 0) {
    throw failure(
      RangeError,
      'A metric expects finite numbers, got %1: %2[%3]. Has the training diverged? Then try a smaller learning rate.',
      String(tensor.data[bad]),
      name,
      unravel(bad, tensor.shape).join(',')
    );
  }
  return tensor;
}
