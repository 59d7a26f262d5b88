import { Tensor } from './tensor';

let reusing = false;

/**
 * Runs `step` with every layer and loss writing its results where it wrote the last ones, instead of into
 * new tensors. For training loops, where nobody holds on to the outputs of the step before.
 */
export function reusingBuffers<T>(step: () => T): T {
  const before = reusing;
  reusing = true;
  try {
    return step();
  } finally {
    reusing = before;
  }
}

/** The tensors that a layer or a loss has its results in. */
export class Buffers {
  private readonly kept = new Map<string, Tensor>();

  /** A tensor for a result: a new one, of zeros, or within `reusingBuffers` the one of the last time. */
  result(key: string, shape: readonly number[]): Tensor {
    if (!reusing) {
      return new Tensor(shape);
    }
    const last = this.kept.get(key);
    if (last && last.shape.length === shape.length && shape.every((length, d) => length === last.shape[d])) {
      return last;
    }
    const made = new Tensor(shape);
    this.kept.set(key, made);
    return made;
  }
}
