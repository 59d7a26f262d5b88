import { SmallFloat, bfloat16, float16 } from './smallFloat';

/** The storage type of the numbers in a file; in memory all numbers are float64. */
export type Dtype = 'F64' | 'F32' | 'F16' | 'BF16';

/** Size in bytes and reader of a storage type; little-endian. */
export interface Readable {
  bytes: number;
  get(view: DataView, at: number): number;
}

/** A storage type that can also be written. */
export interface Storage extends Readable {
  /** Rounds to the nearest storable number, ties to even; numbers that are too large become ∞. */
  set(view: DataView, at: number, x: number): void;
}

const small = (float: SmallFloat): Storage => ({
  bytes: 2,
  get: (view, at) => float.fromBits(view.getUint16(at, true)),
  set: (view, at, x) => view.setUint16(at, float.toBits(x), true)
});

/** The storage types that are written. */
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

/**
 * The storage types that are read: those that are written, and whole numbers and truths, which PyTorch keeps beside
 * weights. A whole number of 64 bits becomes the nearest float64.
 */
export const readableDtypes: ReadonlyMap<string, Readable> = new Map<string, Readable>([
  ...dtypes,
  ['I64', { bytes: 8, get: (view, at) => Number(view.getBigInt64(at, true)) }],
  ['I32', { bytes: 4, get: (view, at) => view.getInt32(at, true) }],
  ['I16', { bytes: 2, get: (view, at) => view.getInt16(at, true) }],
  ['I8', { bytes: 1, get: (view, at) => view.getInt8(at) }],
  ['U64', { bytes: 8, get: (view, at) => Number(view.getBigUint64(at, true)) }],
  ['U32', { bytes: 4, get: (view, at) => view.getUint32(at, true) }],
  ['U16', { bytes: 2, get: (view, at) => view.getUint16(at, true) }],
  ['U8', { bytes: 1, get: (view, at) => view.getUint8(at) }],
  ['BOOL', { bytes: 1, get: (view, at) => Number(view.getUint8(at) !== 0) }]
]);
