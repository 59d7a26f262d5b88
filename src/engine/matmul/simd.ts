import { Products } from './readable';
import { Kernel, PANEL, ROWS } from './kernel';

/** Products summed before the next part of B is packed: a panel of this depth stays in the CPU cache. */
const DEPTH = 256;
/** Row length at whose multiples rows evict each other from the CPU cache, in numbers (4096 bytes). */
const CLASH = 512;
/** Padding that prevents the eviction, in numbers: one cache line. */
const LINE = 8;
/** Upper limit of the kernel's memory, in numbers (512 MB). */
const MOST = 1 << 26;
/** Initial size of the kernel's memory, in numbers (16 MB). */
const FIRST = 1 << 21;

const roundUp = (n: number, multiple: number): number => Math.ceil(n / multiple) * multiple;

/**
 * The three products by the WebAssembly kernel: copies the matrices into its memory, multiplies them there and
 * copies the result back. Bit-identical to the readable version: every sum has the same order.
 */
export class SimdProducts implements Products {
  private kernel: Kernel;
  private readonly starts = new Map<number, Float64Array>();

  private constructor(
    kernel: Kernel,
    private readonly make: (numbers: number) => Kernel | null
  ) {
    this.kernel = kernel;
  }

  /** The products, or null if `make` returns no kernel. */
  static on(make: (numbers: number) => Kernel | null): SimdProducts | null {
    const kernel = make(FIRST);
    return kernel && new SimdProducts(kernel, make);
  }

  /** Whether the three products of these sizes fit into memory; replaces the kernel by a larger one if needed. */
  fits(samples: number, n: number, m: number): boolean {
    const widest = Math.max(n, samples) + PANEL;
    const needed = (n + 24) * (m + 24) + (samples + 24) * (n + m + 48) + DEPTH * widest;
    if (needed <= this.kernel.memory.length) {
      return true;
    }
    const larger =
      needed <= MOST ? this.make(Math.min(MOST, Math.max(needed, 2 * this.kernel.memory.length))) : null;
    this.kernel = larger ?? this.kernel;
    this.starts.clear();
    return larger !== null;
  }

  /** Computes zᵀ = W xᵀ + b: the second factor is packed, and x is usually smaller than W. */
  forward(
    x: Float64Array,
    w: Float64Array,
    b: Float64Array | null,
    z: Float64Array,
    n: number,
    m: number
  ): void {
    const samples = z.length / m;
    const width = roundUp(samples, PANEL);
    const a = roundUp(m, ROWS) * width;
    const { memory } = this.kernel;
    for (let j = 0; j < m; j++) {
      memory.fill(b === null ? 0 : b[j], j * width, (j + 1) * width);
    }
    memory.set(w, a);
    this.multiply(m, samples, n, a, n, 1, x, 1, n);
    for (let s = 0; s < samples; s++) {
      for (let j = 0, at = s * m; j < m; j++, at++) {
        z[at] = memory[j * width + s];
      }
    }
  }

  gradInput(delta: Float64Array, w: Float64Array, gradX: Float64Array, n: number, m: number): void {
    const samples = delta.length / m;
    const width = roundUp(n, PANEL);
    const a = roundUp(samples, ROWS) * width;
    const { memory } = this.kernel;
    memory.fill(0, 0, a);
    memory.set(delta, a);
    this.multiply(samples, n, m, a, m, 1, w, n, 1);
    this.copyOut(gradX, samples, n);
  }

  gradWeight(delta: Float64Array, x: Float64Array, gradW: Float64Array, n: number, m: number): void {
    const samples = delta.length / m;
    const width = roundUp(n, PANEL);
    const a = roundUp(m, ROWS) * width;
    // δ is read by columns.
    const row = m % CLASH === 0 ? m + LINE : m;
    const { memory } = this.kernel;
    this.copyIn(gradW, m, n);
    if (row === m) {
      memory.set(delta, a);
    } else {
      for (let s = 0, from = 0; s < samples; s++) {
        for (let j = 0, to = a + s * row; j < m; j++, from++, to++) {
          memory[to] = delta[from];
        }
      }
    }
    this.multiply(m, n, samples, a, 1, row, x, n, 1);
    this.copyOut(gradW, m, n);
  }

  /**
   * C += A B, where C (rows × columns, rows padded to whole panels) is at the start of the memory and A at `a`.
   * @param aRow stride from row to row of A, in numbers; `aStep`, `bStep` and `bColumn` likewise
   * @param depth columns of A, rows of B
   */
  private multiply(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    aRow: number,
    aStep: number,
    b: Float64Array,
    bStep: number,
    bColumn: number
  ): void {
    const { memory } = this.kernel;
    if (rows === 0 || columns === 0) {
      return; // the kernel runs each loop at least once
    }
    const panels = Math.ceil(columns / PANEL);
    const packed = a + Math.max(roundUp(rows, ROWS) * aRow, depth * aStep);
    const pairs = Math.ceil(rows / ROWS);
    for (let k = 0; k < depth; k += DEPTH) {
      const steps = Math.min(DEPTH, depth - k);
      pack(memory, packed, b, k * bStep, steps, bStep, columns, bColumn);
      this.kernel.multiply((a + k * aStep) * 8, aRow * 8, aStep * 8, packed * 8, 0, pairs, steps, panels);
    }
  }

  /** Copies `values`, rows × columns, to C. */
  private copyIn(values: Float64Array, rows: number, columns: number): void {
    if (columns % PANEL === 0) {
      this.kernel.memory.set(values);
      return;
    }
    const width = roundUp(columns, PANEL);
    for (let i = 0, from = 0; i < rows; i++) {
      for (let j = 0, to = i * width; j < columns; j++, from++, to++) {
        this.kernel.memory[to] = values[from];
      }
    }
  }

  /** Copies C to `values`, rows × columns. */
  private copyOut(values: Float64Array, rows: number, columns: number): void {
    if (columns % PANEL === 0) {
      values.set(this.start(values.length));
      return;
    }
    const width = roundUp(columns, PANEL);
    for (let i = 0, to = 0; i < rows; i++) {
      for (let j = 0, from = i * width; j < columns; j++, from++, to++) {
        values[to] = this.kernel.memory[from];
      }
    }
  }

  /** A view of the first `length` numbers of the memory; cached, so that training allocates nothing. */
  private start(length: number): Float64Array {
    let view = this.starts.get(length);
    if (!view) {
      view = this.kernel.memory.subarray(0, length);
      this.starts.set(length, view);
    }
    return view;
  }
}

/** Packs the columns of B into panels of 8, each panel row by row; pads the last panel with zeros. */
function pack(
  memory: Float64Array,
  to: number,
  b: Float64Array,
  from: number,
  steps: number,
  bStep: number,
  columns: number,
  bColumn: number
): void {
  for (let j = 0; j < columns; j += PANEL) {
    const width = Math.min(PANEL, columns - j);
    let start = from + j * bColumn;
    for (let k = 0; k < steps; k++, start += bStep, to += PANEL) {
      if (width === PANEL) {
        memory[to] = b[start];
        memory[to + 1] = b[start + bColumn];
        memory[to + 2] = b[start + 2 * bColumn];
        memory[to + 3] = b[start + 3 * bColumn];
        memory[to + 4] = b[start + 4 * bColumn];
        memory[to + 5] = b[start + 5 * bColumn];
        memory[to + 6] = b[start + 6 * bColumn];
        memory[to + 7] = b[start + 7 * bColumn];
      } else {
        for (let c = 0; c < PANEL; c++) {
          memory[to + c] = c < width ? b[start + c * bColumn] : 0;
        }
      }
    }
  }
}
