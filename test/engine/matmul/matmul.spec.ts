/** The fast products are bit-identical to the readable ones, for every size and remainder. */
import fc from 'fast-check';
import { assemble, get, signed, unsigned } from '../../../src/engine/matmul/assembler';
import { blockedProducts } from '../../../src/engine/matmul/blocked';
import { kernelBytes, makeKernel } from '../../../src/engine/matmul/kernel';
import { productsFor, useKernels } from '../../../src/engine/matmul/products';
import { SimdProducts } from '../../../src/engine/matmul/simd';
import { Products, readableProducts } from '../../../src/engine/matmul/readable';
import {
  CrossEntropyLoss,
  Linear,
  ReLU,
  SGD,
  Sequential,
  Tensor,
  manualSeed,
  trainStep
} from '../../../src/engine';

const simd = SimdProducts.on(makeKernel)!;

/** Numbers of very different magnitudes, so that a different order of summation shows; optionally special values. */
function numbers(length: number, seed: number, special = false): Float64Array {
  let state = seed >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const odd = [0, -0, Infinity, -Infinity, NaN, 5e-324, 1e308];
  return Float64Array.from({ length }, () =>
    special && next() < 0.05 ? odd[Math.floor(next() * odd.length)] : (next() - 0.5) * 10 ** (next() * 8 - 4)
  );
}

function check(fast: Products, samples: number, n: number, m: number, seed: number, special = false): void {
  const x = numbers(samples * n, seed, special);
  const w = numbers(n * m, seed + 1, special);
  const b = seed % 2 === 0 ? numbers(m, seed + 2) : null;
  const delta = numbers(samples * m, seed + 3, special);
  const before = numbers(n * m, seed + 4);
  const run = (products: Products): Float64Array[] => {
    const z = numbers(samples * m, 7);
    const gradX = numbers(samples * n, 8);
    const gradW = before.slice();
    products.forward(x, w, b, z, n, m);
    products.gradInput(delta, w, gradX, n, m);
    products.gradWeight(delta, x, gradW, n, m);
    return [z, gradX, gradW];
  };
  const [expected, got] = [run(readableProducts), run(fast)];
  expected.forEach((values, i) => {
    // Not toEqual: it takes seconds for 100 000 numbers.
    const wrong = values.findIndex((value, j) => !Object.is(value, got[i][j]));
    expect([['z', 'gradX', 'gradW'][i], wrong, got[i][wrong]]).toEqual([
      ['z', 'gradX', 'gradW'][i],
      -1,
      undefined
    ]);
  });
}

const size = fc.integer({ min: 1, max: 40 });
const kernels: [string, Products][] = [
  ['blocked TypeScript', blockedProducts],
  ['WebAssembly', simd]
];

describe.each(kernels)('%s', (_, products) => {
  it('is bit-identical to the readable loops for every size', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), fc.boolean(), (samples, n, m, seed, special) =>
        check(products, samples, n, m, seed, special)
      ),
      { numRuns: 300 }
    );
  });

  it.each([
    [1, 1, 1],
    [1, 300, 1],
    [2, 8, 8],
    [3, 257, 9],
    [7, 9, 513],
    [300, 5, 3],
    [3, 1, 1],
    [20, 24, 1024],
    [32, 784, 128],
    [9, 512, 256]
  ])('is bit-identical for %i samples, %i features, %i neurons', (samples, n, m) =>
    check(products, samples, n, m, samples)
  );

  it('accepts zero samples', () => check(products, 0, 5, 3, 1));
});

describe('the WebAssembly module', () => {
  it('is valid', () => {
    const bytes = kernelBytes(1);
    expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true);
    expect(bytes.length).toBeLessThan(1000);
  });

  it('encodes whole numbers as LEB128, as in the specification', () => {
    expect([unsigned(0), unsigned(127), unsigned(128), unsigned(624485)]).toEqual([
      [0],
      [127],
      [128, 1],
      [0xe5, 0x8e, 0x26]
    ]);
    expect([
      signed(0),
      signed(63),
      signed(64),
      signed(-1),
      signed(-64),
      signed(-65),
      signed(-123456)
    ]).toEqual([[0], [63], [192, 0], [127], [64], [191, 127], [0xc0, 0xbb, 0x78]]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 30 }), n => {
        const value = unsigned(n).reduce((sum, byte, i) => sum + (byte & 127) * 2 ** (7 * i), 0);
        expect(value).toBe(n);
      })
    );
  });

  it('can be instantiated', () => {
    const bytes = assemble({ name: 'nothing', parameters: 2, locals: [], body: [get(0), [0x1a]] }, 1);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>));
    expect(Object.keys(instance.exports).sort()).toEqual(['memory', 'nothing']);
  });
});

describe('productsFor', () => {
  afterEach(() => useKernels('webassembly'));

  it('chooses WebAssembly if supported, and the readable loops for small products', () => {
    expect(useKernels('webassembly')).toBe('webassembly');
    expect(productsFor(32, 784, 128)).toBeInstanceOf(SimdProducts);
    expect(productsFor(10, 2, 4)).toBe(readableProducts);
    expect(useKernels('typescript')).toBe('typescript');
    expect(productsFor(32, 784, 128)).toBe(blockedProducts);
    expect(useKernels('readable')).toBe('readable');
    expect(productsFor(32, 784, 128)).toBe(readableProducts);
  });

  it('has no kernel if WebAssembly or SIMD is missing or a policy forbids it', () => {
    const refuse = (): never => {
      throw new Error('CompileError: invalid SIMD opcode');
    };
    const refusing = { Module: refuse, Instance: refuse } as never;
    expect(makeKernel(1000, undefined as never)).not.toBeNull(); // undefined: the platform's WebAssembly
    expect(makeKernel(1000, null as never)).toBeNull();
    expect(makeKernel(1000, refusing)).toBeNull();
    expect(SimdProducts.on(() => null)).toBeNull();
  });

  it('falls back to TypeScript without WebAssembly', () => {
    const world = globalThis as { WebAssembly?: unknown };
    const kept = world.WebAssembly;
    delete world.WebAssembly;
    try {
      jest.isolateModules(() => {
        const load = <T>(name: string): T => jest.requireActual(`../../../src/engine/matmul/${name}`) as T;
        const fresh = load<{ productsFor: typeof productsFor; useKernels: typeof useKernels }>('products');
        expect(fresh.productsFor(32, 784, 128)).toBe(
          load<{ blockedProducts: Products }>('blocked').blockedProducts
        );
        expect(fresh.useKernels('webassembly')).toBe('typescript');
      });
    } finally {
      world.WebAssembly = kept;
    }
  });

  it('enlarges its memory when needed, and declines products for which memory is missing', () => {
    const sizes: number[] = [];
    const products = SimdProducts.on(numbers => {
      sizes.push(numbers);
      return sizes.length > 2 ? null : makeKernel(numbers);
    })!;
    expect(products.fits(32, 784, 128)).toBe(true);
    expect(sizes).toHaveLength(1);
    expect(products.fits(64, 1500, 1500)).toBe(true);
    expect(sizes).toHaveLength(2);
    check(products, 3, 1500, 1500, 3);
    expect(products.fits(64, 5000, 5000)).toBe(false);
    expect(products.fits(1, 100_000, 100_000)).toBe(false);
    check(products, 20, 50, 30, 4);
  });

  it('trains to bit-identical losses with every kernel', () => {
    const train = (kernels: Parameters<typeof useKernels>[0]): number[] => {
      useKernels(kernels);
      manualSeed(3);
      const model = new Sequential(new Linear(30, 50), new ReLU(), new Linear(50, 7));
      const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
      const x = new Tensor([13, 30], numbers(390, 5));
      const y = new Tensor(
        [13],
        Float64Array.from({ length: 13 }, (_, i) => i % 7)
      );
      const loss = new CrossEntropyLoss();
      return Array.from({ length: 10 }, () => trainStep(model, loss, optimizer, x, y));
    };
    const expected = train('readable');
    expect(train('typescript')).toEqual(expected);
    expect(train('webassembly')).toEqual(expected);
  });
});
