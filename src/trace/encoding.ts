import { Tensor } from '../engine';
import type { History } from '../engine';
import { sizeOf } from '../engine/tensor';
import { decodeBase64, encodeBase64 } from './base64';
import { boundedHistory } from './run/epochs';
import type { Num, TensorData } from './trace';

/** Tensors with more numbers than this go as base64: half the size, and not for reading anyway. */
const READABLE = 256;

/** A number as JSON can hold it. */
export function encodeNumber(x: number): Num {
  if (Number.isFinite(x)) {
    return Object.is(x, -0) ? '-0' : x;
  }
  return String(x) as Num;
}

/** The number again, to the same 64 bits. */
export const decodeNumber = (x: Num): number => Number(x);

/** A tensor in a trace that goes nowhere: kept as it is, and encoded when somebody asks. */
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
 * Does something whose tensors `encodeTensor` only copies: for a trace that is read at once by the program that
 * made it, to which text would be a way there and back.
 */
export function holding<T>(work: () => T): T {
  holds = true;
  try {
    return work();
  } finally {
    holds = false;
  }
}

/** A tensor as JSON can hold it: as numbers up to so many, else as base64. */
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

/** The same for a tensor that nobody changes any more: it is held without a copy. */
export const encodeOwn = (tensor: Tensor): TensorData =>
  holds ? new HeldTensor(tensor) : encodeTensor(tensor);

/**
 * The tensor again.
 * @throws RangeError when the numbers do not fill the shape, or the base64 is broken
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

/** The same, read once however often it is asked for. Not to be changed. */
export function tensorOf(data: TensorData): Tensor {
  let tensor = read.get(data);
  if (!tensor) {
    tensor = decodeTensor(data);
    read.set(data, tensor);
  }
  return tensor;
}

/** A check or a history as JSON can hold it, a long history bounded; anything else as it is. */
export function encodeReport(x: object): object {
  const { kind, epochs } = x as { kind?: unknown; epochs?: unknown };
  if (kind === 'history' && Array.isArray(epochs)) {
    // A record is encoded already.
    const { record, ...rest } = boundedHistory(x as History & { record?: unknown });
    return { ...(encodeNumbers(rest) as object), ...(record !== undefined && { record }) };
  }
  return kind === 'check' || kind === 'history' ? (encodeNumbers(x) as object) : x;
}

/** Plain data with every number in it encoded. */
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
