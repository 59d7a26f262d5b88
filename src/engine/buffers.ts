import { Tensor } from './tensor';

let reusing = false;

/**
 * Runs `step` with every layer and loss writing its results where it wrote the last ones, instead of into
 * new tensors. For training loops, where nobody holds on to the outputs of the step before.
 */
export function reusingBuffers<T>(step: () => T): T {
  const before = reuseBuffers(true);
  try {
    return step();
  } finally {
    reuseBuffers(before);
  }
}

/**
 * Whether results are written where the last ones were, from now on; `reusingBuffers` without a closure.
 * @returns what it was before, to set it back
 */
export function reuseBuffers(reuse: boolean): boolean {
  const before = reusing;
  reusing = reuse;
  return before;
}

/** The tensors that a layer or a loss has its results in. */
export class Buffers {
  private readonly kept = new Map<string, Tensor>();

  /**
   * A tensor for a result: a new one, of zeros, or within `reusingBuffers` the one of the last time.
   * @param width the last dimension, where it is another than the last of `shape`
   */
  result(key: string, shape: readonly number[], width = shape[shape.length - 1]): Tensor {
    const last = reusing ? this.kept.get(key) : undefined;
    if (last && hasShape(last, shape, width)) {
      return last;
    }
    const made = new Tensor(shape.length > 0 ? [...shape.slice(0, -1), width] : shape);
    if (reusing) {
      this.kept.set(key, made);
    }
    return made;
  }
}

/** Whether a tensor has this shape, with `width` for its last dimension. */
function hasShape(tensor: Tensor, shape: readonly number[], width: number): boolean {
  const dimensions = shape.length;
  if (tensor.shape.length !== dimensions || (dimensions > 0 && tensor.shape[dimensions - 1] !== width)) {
    return false;
  }
  for (let d = 0; d < dimensions - 1; d++) {
    if (tensor.shape[d] !== shape[d]) {
      return false;
    }
  }
  return true;
}
