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
  // Two short lists, not a Map: for two or three results it is faster to look at each.
  private readonly keys: string[] = [];
  private readonly kept: Tensor[] = [];

  /**
   * A tensor for a result: a new one, of zeros, or within `reusingBuffers` the one of the last time.
   * @param width the last dimension, where it is another than the last of `shape`
   */
  result(key: string, shape: readonly number[], width = shape[shape.length - 1]): Tensor {
    let place = this.keys.length - 1;
    while (place >= 0 && this.keys[place] !== key) {
      place--;
    }
    if (reusing && place >= 0 && hasShape(this.kept[place], shape, width)) {
      return this.kept[place];
    }
    const made = new Tensor(shape.length > 0 ? [...shape.slice(0, -1), width] : shape);
    if (reusing) {
      const at = place >= 0 ? place : this.keys.push(key) - 1;
      this.kept[at] = made;
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

/** Sets every number to 0: a few by a loop, because a call of `fill` costs more than they do. */
export function clear(values: Float64Array): void {
  if (values.length > 64) {
    values.fill(0);
    return;
  }
  for (let i = 0; i < values.length; i++) {
    values[i] = 0;
  }
}
