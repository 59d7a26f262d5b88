import { Tensor, formatShape } from '../tensor';
import type { Module } from '../module';

/** The last dimension's length: what layers that look at a whole row of features work on, row by row. */
export function rowWidth(x: Tensor, layer: Module): number {
  const width = x.shape[x.shape.length - 1];
  if (!width) {
    throw new RangeError(`${layer} expects rows of numbers, got ${formatShape(x.shape)}.`);
  }
  return width;
}

/** ln Σ e^x over a row, without overflow: the largest is taken out first. */
export function logSumExp(data: Float64Array, start: number, width: number): number {
  let most = -Infinity;
  for (let i = start; i < start + width; i++) {
    // NaN must come through: a comparison alone would pass it over.
    most = data[i] > most || Number.isNaN(data[i]) ? data[i] : most;
  }
  if (!Number.isFinite(most)) {
    return most;
  }
  let total = 0;
  for (let i = start; i < start + width; i++) {
    total += Math.exp(data[i] - most);
  }
  return most + Math.log(total);
}

/** @throws RangeError unless `dim` means the last dimension of `x` */
export function checkLastDim(layer: Module, dim: number, x: Tensor): void {
  const rank = x.shape.length;
  if (dim !== -1 && dim !== rank - 1) {
    throw new RangeError(
      `${layer} works along the last dimension only, dim -1, got dim ${String(dim)}: input is ${formatShape(x.shape)}.`
    );
  }
}
