import { Products } from './readable';
import { addBlock } from './block';

/**
 * The three products in TypeScript, in 8 × 8 blocks. The results are bit-identical to the readable version's:
 * every sum has the same order.
 */
export const blockedProducts: Products = {
  /** Computed as zᵀ = W xᵀ + b, so that nothing has to be transposed. */
  forward(x, w, b, z, n, m) {
    for (let at = 0; at < z.length; at += m) {
      for (let j = 0; j < m; j++) {
        z[at + j] = b === null ? 0 : b[j];
      }
    }
    addProduct(z, 1, m, w, n, 1, x, 1, n, m, z.length / m, n);
  },

  gradInput(delta, w, gradX, n, m) {
    gradX.fill(0);
    addProduct(gradX, n, 1, delta, m, 1, w, n, 1, delta.length / m, n, m);
  },

  gradWeight(delta, x, gradW, n, m) {
    addProduct(gradW, n, 1, delta, 1, m, x, n, 1, m, n, delta.length / m);
  }
};

/**
 * C += A B, for C of rows × columns. Each matrix comes with its strides: `cDown` from row to row of C, `cAlong`
 * from column to column; likewise for A and B.
 * @param depth columns of A, rows of B: the number of products per sum
 */
function addProduct(
  c: Float64Array,
  cDown: number,
  cAlong: number,
  a: Float64Array,
  aDown: number,
  aAlong: number,
  b: Float64Array,
  bDown: number,
  bAlong: number,
  rows: number,
  columns: number,
  depth: number
): void {
  const wholeRows = rows - (rows % 8);
  const wholeDepth = depth - (depth % 8);
  for (let k = 0; k < wholeDepth; k += 8) {
    for (let i = 0; i < wholeRows; i += 8) {
      const at = i * aDown + k * aAlong;
      addBlock(c, i * cDown, cDown, cAlong, a, at, aDown, aAlong, b, k * bDown, bDown, bAlong, columns);
    }
  }
  // The remainder: the last products of the blocks' rows, and the last rows entirely.
  for (let i = 0; i < rows; i++) {
    for (let k = i < wholeRows ? wholeDepth : 0; k < depth; k++) {
      const factor = a[i * aDown + k * aAlong];
      for (let j = 0, to = i * cDown, from = k * bDown; j < columns; j++, to += cAlong, from += bAlong) {
        c[to] += factor * b[from];
      }
    }
  }
}
