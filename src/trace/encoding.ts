import { Tensor } from '../engine';
import type { History } from '../engine';
import { sizeOf } from '../engine/tensor';
import { decodeBase64, encodeBase64 } from './base64';
import { boundedHistory } from './run/epochs';
import type { Num, TensorData } from './trace';

/** Numbers up to which a tensor is written as a list; a larger one as base64, which takes half the space. */
const READABLE = 256;

/** Encodes a number for JSON. */
export function encodeNumber(x: number): Num {
  if (Number.isFinite(x)) {
    return Object.is(x, -0) ? '-0' : x;
  }
  return String(x) as Num;
}

/** Decodes a number to the same 64 bits. */
export const decodeNumber = (x: Num): number => Number(x);

/** A tensor of a trace that is used in this program alone: it is encoded only when the trace is written as JSON. */
class HeldTensor {
  readonly shape: number[];

  constructor(readonly tensor: Tensor) {
    this.shape = tensor.shape.slice();
  }

  get data(): Num[] {
    return Array.from(this.tensor.data, encodeNumber);
  }

  toJSON(): TensorData {
    return encodeTensor(this.tensor);
  }
}

let holds = false;

/**
 * Runs `work` with an `encodeTensor` that only copies tensors: for a trace that the same program reads at once, so
 * that encoding and decoding would be wasted.
 */
export function holding<T>(work: () => T): T {
  holds = true;
  try {
    return work();
  } finally {
    holds = false;
  }
}

/** Encodes a tensor for JSON: as a list of up to `readable` numbers, otherwise as base64. */
export function encodeTensor(tensor: Tensor, readable = READABLE): TensorData {
  if (holds) {
    return new HeldTensor(tensor.clone());
  }
  if (tensor.data.length <= readable) {
    return { shape: tensor.shape.slice(), data: Array.from(tensor.data, encodeNumber) };
  }
  const bytes = new DataView(new ArrayBuffer(tensor.data.length * 8));
  for (let i = 0; i < tensor.data.length; i++) {
    bytes.setFloat64(i * 8, tensor.data[i], true);
  }
  return { shape: tensor.shape.slice(), base64: encodeBase64(new Uint8Array(bytes.buffer)) };
}

/** `encodeTensor` for a tensor that will not change: within `holding`, the tensor itself is kept instead of a copy. */
export const encodeOwn = (tensor: Tensor): TensorData =>
  holds ? new HeldTensor(tensor) : encodeTensor(tensor);

/**
 * Decodes a tensor.
 * @throws RangeError if the numbers do not fill the shape, or the base64 is broken
 */
export function decodeTensor(data: TensorData): Tensor {
  if (data instanceof HeldTensor) {
    return data.tensor;
  }
  if ('base64' in data) {
    const bytes = decodeBase64(data.base64);
    if (!bytes || bytes.length !== sizeOf(data.shape) * 8) {
      throw new RangeError(`base64 does not hold the ${sizeOf(data.shape)} numbers of its shape`);
    }
    const view = new DataView(bytes.buffer);
    const numbers = new Float64Array(bytes.length / 8);
    for (let i = 0; i < numbers.length; i++) {
      numbers[i] = view.getFloat64(i * 8, true);
    }
    return new Tensor(data.shape, numbers);
  }
  return new Tensor(data.shape, Float64Array.from(data.data, decodeNumber));
}

const read = new WeakMap<TensorData, Tensor>();

/** `decodeTensor`, memoised by `data`. The tensor must not be changed. */
export function tensorOf(data: TensorData): Tensor {
  let tensor = read.get(data);
  if (!tensor) {
    tensor = decodeTensor(data);
    read.set(data, tensor);
  }
  return tensor;
}

/** Encodes a check or a history for JSON, a long history shortened. Returns anything else unchanged. */
export function encodeReport(x: object): object {
  const { kind, epochs } = x as { kind?: unknown; epochs?: unknown };
  if (kind === 'history' && Array.isArray(epochs)) {
    // The record is already encoded.
    const { record, ...rest } = boundedHistory(x as History & { record?: unknown });
    return { ...(encodeNumbers(rest) as object), ...(record !== undefined && { record }) };
  }
  return kind === 'check' || kind === 'history' ? (encodeNumbers(x) as object) : x;
}

/** Copies plain data with every number encoded. */
function encodeNumbers(x: unknown): unknown {
  if (typeof x === 'number') {
    return encodeNumber(x);
  }
  if (Array.isArray(x)) {
    return x.map(encodeNumbers);
  }
  return typeof x === 'object' && x !== null
    ? Object.fromEntries(Object.entries(x).map(([key, value]) => [key, encodeNumbers(value)]))
    : x;
}
