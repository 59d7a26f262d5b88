import { Tensor } from './tensor';

let reusing = false;

/**
 * Runs `step` while every layer and loss overwrites its previous result tensors instead of allocating new
 * ones. For training loops, which don't keep the outputs of the previous step.
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
 * Turns the reuse of result tensors on or off, for callers that can't pass a function to `reusingBuffers`.
 * @returns the previous setting, to restore it
 */
export function reuseBuffers(reuse: boolean): boolean {
  const before = reusing;
  reusing = reuse;
  return before;
}

/** Whether a training loop is running, which reuses the result tensors. */
export const isReusing = (): boolean => reusing;

/**
 * A tensor as it is now, for `backward`: a copy, since a notebook may change its numbers before. A training loop
 * changes none in between, so within `reusingBuffers` it is the tensor itself.
 */
export const asItIs = (tensor: Tensor): Tensor => (reusing ? tensor : tensor.clone());

/** The result tensors of one layer or loss. */
export class Buffers {
  // Two short lists, not a Map: a linear search over two or three results is faster.
  private readonly keys: string[] = [];
  private readonly kept: Tensor[] = [];

  /**
   * A tensor for a result: a new one filled with zeros or, within `reusingBuffers`, the one of the previous
   * step with its old contents.
   * @param width the last dimension; that of `shape` by default
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

/** Whether a tensor has this shape, with `width` as its last dimension. */
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

/** Sets every number to 0. Short arrays use a loop: it is faster than a call of `fill`. */
export function clear(values: Float64Array): void {
  if (values.length > 64) {
    values.fill(0);
    return;
  }
  for (let i = 0; i < values.length; i++) {
    values[i] = 0;
  }
}
