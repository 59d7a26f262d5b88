/** The largest number of a row and the exponentials beside it, for softmax without overflow. */

/** The largest number of a row; NaN if the row contains NaN. */
export function largestOf(z: Float64Array, start: number, end: number): number {
  let most = -Infinity;
  for (let i = start; i < end; i++) {
    // A comparison alone would pass over NaN, which has to come through.
    most = z[i] > most || Number.isNaN(z[i]) ? z[i] : most;
  }
  return most;
}

/**
 * Σ e^(z − largest) over a row, without the largest number's own 1: beside that 1 a small rest would lose its
 * digits. ln Σ e^z is largest + ln(1 + rest). NaN, as in PyTorch, if the largest number is not finite.
 */
export function restOf(z: Float64Array, start: number, end: number, largest: number): number {
  let rest = Number.isFinite(largest) ? 0 : NaN;
  let left = false;
  for (let i = start; i < end; i++) {
    if (z[i] === largest && !left) {
      left = true;
    } else {
      rest += Math.exp(z[i] - largest);
    }
  }
  return rest;
}
