/**
 * The three matrix products of a Linear layer. The fast versions beside this file give bit-identical results,
 * because every sum has the same order.
 *
 * x is samples × n, W is m × n, z and δ = ∂L/∂z are samples × m; all are row-major.
 */
export interface Products {
  /** z = x Wᵀ + b; `b` is null without bias. */
  forward(
    x: Float64Array,
    w: Float64Array,
    b: Float64Array | null,
    z: Float64Array,
    n: number,
    m: number
  ): void;

  /** ∂L/∂x = δ W. */
  gradInput(delta: Float64Array, w: Float64Array, gradX: Float64Array, n: number, m: number): void;

  /** ∂L/∂W += δᵀ x: adds to the values already in `gradW`. */
  gradWeight(delta: Float64Array, x: Float64Array, gradW: Float64Array, n: number, m: number): void;
}

/** The products as plain loops: the reference for the fast versions. */
export const readableProducts: Products = {
  forward(x, w, b, z, n, m) {
    for (let s = 0, row = 0; s < z.length; s += m, row += n) {
      for (let j = 0; j < m; j++) {
        let total = b === null ? 0 : b[j];
        for (let k = 0; k < n; k++) {
          total += w[j * n + k] * x[row + k];
        }
        z[s + j] = total;
      }
    }
  },

  gradInput(delta, w, gradX, n, m) {
    for (let s = 0, row = 0; s < delta.length; s += m, row += n) {
      for (let k = 0; k < n; k++) {
        let total = 0;
        for (let j = 0; j < m; j++) {
          total += delta[s + j] * w[j * n + k];
        }
        gradX[row + k] = total;
      }
    }
  },

  gradWeight(delta, x, gradW, n, m) {
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < n; k++) {
        let total = gradW[j * n + k];
        for (let s = 0, row = 0; s < delta.length; s += m, row += n) {
          total += delta[s + j] * x[row + k];
        }
        gradW[j * n + k] = total;
      }
    }
  }
};
