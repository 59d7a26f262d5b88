import { Products, readable } from './readable';
import { blocked } from './blocked';
import { makeKernel } from './kernel';
import { SimdProducts } from './simd';

/** Below so many products of two numbers, the readable loops are the fastest: nothing has to be set up. */
const SMALL = 1000;

/**
 * How the products of `Linear` are computed: by the readable loops, by blocked TypeScript, or by WebAssembly.
 * All three give the same bits.
 */
export type Kernels = 'readable' | 'typescript' | 'webassembly';

let simd: SimdProducts | null | undefined;
let chosen: Kernels | undefined;

/** The products for x of samples × n and W of m × n: the fastest that there is here for these sizes. */
export function productsFor(samples: number, n: number, m: number): Products {
  if (samples * n * m < SMALL || chosen === 'readable') {
    return readable;
  }
  chosen ??= useKernels('webassembly');
  return chosen === 'webassembly' && simd!.fits(samples, n, m) ? simd! : blocked;
}

/**
 * Chooses how products are computed from now on, to compare their speed. WebAssembly, where it is supported,
 * is what is taken when nobody chooses.
 * @returns what is used: 'typescript' where WebAssembly was asked for and has no SIMD or is forbidden
 */
export function useKernels(kernels: Kernels): Kernels {
  if (kernels === 'webassembly' && simd === undefined) {
    simd = SimdProducts.on(makeKernel);
  }
  chosen = kernels === 'webassembly' && !simd ? 'typescript' : kernels;
  return chosen;
}
