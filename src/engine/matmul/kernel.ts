import { webAssembly } from '../globals';
import * as wasm from './assembler';

/** Columns of B per panel. */
export const PANEL = 8;
/** Rows of A per pass. */
export const ROWS = 2;

/** Size of a WebAssembly memory page, in bytes. */
const PAGE = 65536;

/**
 * C += A B, two float64 numbers at a time, in the kernel's own memory. Addresses and strides are in bytes;
 * every count is at least 1.
 */
export interface Kernel {
  /** The kernel's memory. It never grows: growing would slow down every typed array in V8 from then on. */
  readonly memory: Float64Array;
  /**
   * @param a address of A
   * @param aRow stride from row to row of A
   * @param aStep stride from column to column of A
   * @param b address of B, stored as consecutive panels of 8 columns, each panel row by row
   * @param c address of C, whose rows have 8 · panels numbers
   * @param rowPairs half the number of rows of A and C
   * @param steps columns of A, rows of B: the number of products per sum
   * @param panels the number of panels of B
   */
  multiply(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    c: number,
    rowPairs: number,
    steps: number,
    panels: number
  ): void;
}

/** The bytes of the kernel's WebAssembly module, with a memory of `pages` pages. */
export function kernelBytes(pages: number): Uint8Array {
  const names = ['a', 'aRow', 'aStep', 'b', 'c', 'rowPairs', 'steps', 'panels'];
  const parameters = names.length;
  const types: number[] = [];
  const local = (type: number): number => parameters + types.push(type) - 1;
  const [a, aRow, aStep, b, c, rowPairs, steps, panels] = names.map((_, i) => i);
  const { get, set, add, subtract, i32, loadPair, loadTwice, storePair, addPairs, multiplyPairs } = wasm;
  const increase = (variable: number, by: wasm.Code): wasm.Code => set(variable, add(get(variable), by));
  const countDown = (variable: number): wasm.Code => [
    ...set(variable, subtract(get(variable), i32(1))),
    ...get(variable)
  ];

  const [pa, pb, pc, pc2, pairsLeft, stepsLeft, cRow, panelA, panelC] = Array.from({ length: 9 }, () =>
    local(wasm.I32)
  );
  // 2 rows × 4 pairs of C, held in registers while the products are summed.
  const sums = [0, 1].map(() => [0, 1, 2, 3].map(() => local(wasm.V128)));
  const columns = [0, 1, 2, 3].map(() => local(wasm.V128));
  const factor = local(wasm.V128);
  const cRows = [pc, pc2];

  /** Multiplies one row of the panel by one number of each row of A. */
  const oneStep = (offset: number): wasm.Code[] => [
    ...columns.map((column, v) => set(column, loadPair(get(pb), offset + 16 * v))),
    ...sums.flatMap((row, r) => [
      set(factor, loadTwice(r === 0 ? get(pa) : add(get(pa), get(aRow)))),
      ...row.map((sum, v) => set(sum, addPairs(get(sum), multiplyPairs(get(factor), get(columns[v])))))
    ]),
    increase(pa, get(aStep))
  ];
  const tile: wasm.Code[] = [
    set(pa, get(panelA)),
    set(pb, get(b)),
    set(pc, get(panelC)),
    set(pc2, add(get(pc), get(cRow))),
    ...sums.flatMap((row, r) => row.map((sum, v) => set(sum, loadPair(get(cRows[r]), 16 * v)))),
    set(stepsLeft, get(steps)),
    wasm.repeat([...oneStep(0), increase(pb, i32(64))], countDown(stepsLeft)),
    ...sums.flatMap((row, r) => row.map((sum, v) => storePair(get(cRows[r]), 16 * v, get(sum))))
  ];
  const body = [
    set(cRow, [...get(panels), ...i32(6), 0x74]),
    wasm.repeat(
      [
        set(panelA, get(a)),
        set(panelC, get(c)),
        set(pairsLeft, get(rowPairs)),
        wasm.repeat(
          [...tile, increase(panelA, add(get(aRow), get(aRow))), increase(panelC, add(get(cRow), get(cRow)))],
          countDown(pairsLeft)
        ),
        set(b, get(pb)),
        increase(c, i32(64))
      ],
      countDown(panels)
    )
  ];
  return wasm.assemble({ name: 'multiply', parameters, locals: types, body }, pages);
}

/**
 * A kernel with memory for at least this many numbers. Returns null if WebAssembly or its SIMD instructions
 * are missing, the page's policy forbids them, or there is not enough memory.
 */
export function makeKernel(numbers: number, api = webAssembly()): Kernel | null {
  if (!api) {
    return null;
  }
  try {
    const module = new api.Module(kernelBytes(Math.ceil((numbers * 8) / PAGE)));
    const { exports } = new api.Instance(module);
    const { buffer } = exports.memory as { buffer: ArrayBuffer };
    return { memory: new Float64Array(buffer), multiply: exports.multiply as Kernel['multiply'] };
  } catch {
    return null;
  }
}
