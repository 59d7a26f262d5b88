import { SmallFloat, bfloat16, float16 } from './smallFloat';

/** The storage type of the numbers in a file; in memory all numbers are float64. */
export type Dtype = 'F64' | 'F32' | 'F16' | 'BF16';

/** Size in bytes, reader and writer of a storage type; little-endian. */
export interface Storage {
  bytes: number;
  get(view: DataView, at: number): number;
  /** Rounds to the nearest storable number, ties to even; numbers that are too large become ∞. */
  set(view: DataView, at: number, x: number): void;
}

const small = (float: SmallFloat): Storage => ({
  bytes: 2,
  get: (view, at) => float.fromBits(view.getUint16(at, true)),
  set: (view, at, x) => view.setUint16(at, float.toBits(x), true)
});

export const dtypes: ReadonlyMap<string, Storage> = new Map<Dtype, Storage>([
  [
    'F64',
    {
      bytes: 8,
      get: (view, at) => view.getFloat64(at, true),
      set: (view, at, x) => view.setFloat64(at, x, true)
    }
  ],
  [
    'F32',
    {
      bytes: 4,
      get: (view, at) => view.getFloat32(at, true),
      set: (view, at, x) => view.setFloat32(at, x, true)
    }
  ],
  ['F16', small(float16)],
  ['BF16', small(bfloat16)]
]);
