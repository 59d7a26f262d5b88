import { SmallFloat, bfloat16, float16 } from './smallFloat';

/** How the numbers of a file are stored; in memory all are float64. */
export type Dtype = 'F64' | 'F32' | 'F16' | 'BF16';

/** A way to store a number: its size, and reading and writing one, the lowest byte first. */
export interface Storage {
  bytes: number;
  get(view: DataView, at: number): number;
  /** Rounds to the nearest that can be stored, between two to the even one; what is too large becomes ∞. */
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
