import { webAssembly } from '../globals';
import * as wasm from './assembler';

/** How many columns of B a panel has, and how many rows of A are taken at once. */
export const PANEL = 8;
export const ROWS = 2;

/** A page of WebAssembly's memory, in bytes. */
const PAGE = 65536;

/**
 * C += A B, two float64 numbers at a time, on a memory of its own. Addresses and strides are in bytes; every
 * count is at least 1.
 */
export interface Kernel {
  /** All of its memory, which never grows: that would slow down every typed array in V8 from then on. */
  readonly memory: Float64Array;
  /**
   * @param a where A begins
   * @param aRow from a row of A to the next
   * @param aStep from a column of A to the next
   * @param b panels of 8 columns of B, one after the other, row by row
   * @param c where C begins: rows of 8 · panels numbers
   * @param rowPairs half the number of rows of A and C
   * @param steps columns of A, rows of B: how many products are summed
   * @param panels panels of B
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

/** The bytes of the WebAssembly module, with a memory of so many pages. */
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
  // 2 rows × 4 pairs of C, which stay in registers while the products are summed.
  const sums = [0, 1].map(() => [0, 1, 2, 3].map(() => local(wasm.V128)));
  const columns = [0, 1, 2, 3].map(() => local(wasm.V128));
  const factor = local(wasm.V128);
  const cRows = [pc, pc2];

  /** One row of the panel, with one number of each of A's rows. */
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
 * A kernel with a memory of at least so many numbers, or null where there is no WebAssembly, it has no SIMD, a
 * page's policy forbids it, or there is not enough memory.
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
