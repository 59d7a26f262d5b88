import { Products, readableProducts } from './readable';
import { blockedProducts } from './blocked';
import { makeKernel } from './kernel';
import { SimdProducts } from './simd';

/** Below this many multiplications the readable loops are the fastest: they need no set-up. */
const SMALL = 1000;

/**
 * How `Linear` computes its matrix products: readable loops, blocked TypeScript, or WebAssembly. All three
 * give bit-identical results.
 */
export type Kernels = 'readable' | 'typescript' | 'webassembly';

let simd: SimdProducts | null | undefined;
let chosen: Kernels | undefined;

/** The fastest available products for x of samples × n and W of m × n. */
export function productsFor(samples: number, n: number, m: number): Products {
  if (samples * n * m < SMALL || chosen === 'readable') {
    return readableProducts;
  }
  chosen ??= useKernels('webassembly');
  return chosen === 'webassembly' && simd!.fits(samples, n, m) ? simd! : blockedProducts;
}

/**
 * Chooses how products are computed from now on, to compare their speed. WebAssembly is the default where it
 * is supported.
 * @returns the choice in effect: 'typescript' if WebAssembly was requested but is forbidden or lacks SIMD
 */
export function useKernels(kernels: Kernels): Kernels {
  if (kernels === 'webassembly' && simd === undefined) {
    simd = SimdProducts.on(makeKernel);
  }
  chosen = kernels === 'webassembly' && !simd ? 'typescript' : kernels;
  return chosen;
}
