import { Dtype, dtypes, readableDtypes } from './dtypes';
import { encodeUtf8, remark } from '../globals';
import { Module, StateDict } from '../module';
import { checkKeys } from '../options';
import { readHeader } from './safetensorsHeader';
import { Tensor, describe } from '../tensor';

/** Options of `toSafetensors`. */
export interface SafetensorsOptions {
  /**
   * The storage type of each number: 'F64' (the default) keeps every bit; 'F32', 'F16' and 'BF16' round to the
   * nearest storable number, and numbers that are too large become ∞.
   */
  dtype?: Dtype;
  /** Texts for the file's header, e.g. `{ format: 'pt' }`, which Hugging Face's transformers requires. */
  metadata?: Record<string, string>;
}

/**
 * Writes a `.safetensors` file, the format in which PyTorch, Hugging Face and others exchange weights.
 * Source: https://huggingface.co/docs/safetensors, "Format".
 * @param state parameters by name, as `model.stateDict()` returns them; their order is kept
 * @param options.dtype the storage type of the numbers; 'F64' by default
 * @param options.metadata texts for the header
 * @returns the file's bytes: 8 bytes of header length, the header in JSON, and the numbers, row-major
 * @throws TypeError for an unknown dtype, a model in place of its state, a tensor named `__metadata__`, or
 * metadata that is not text
 */
export function toSafetensors(state: StateDict, options: SafetensorsOptions = {}): Uint8Array {
  checkKeys('toSafetensors', options, { dtype: 'F64', metadata: undefined });
  const { dtype = 'F64', metadata } = options;
  const storage = dtypes.get(dtype);
  if (!storage) {
    throw new TypeError(
      `toSafetensors: dtype is ${describe(dtype)}, expected one of ${[...dtypes.keys()].join(', ')}.`
    );
  }
  if (state instanceof Module) {
    throw new TypeError('toSafetensors expects parameters by name: pass model.stateDict(), not the model.');
  }
  const tensors = Object.entries(state).map(([name, value]) => ({ name, tensor: Tensor.from(value, name) }));
  const header: [string, unknown][] = metadata ? [['__metadata__', checkMetadata(metadata)]] : [];
  let size = 0;
  for (const { name, tensor } of tensors) {
    if (name === '__metadata__') {
      throw new TypeError(
        "toSafetensors: '__metadata__' can't name a tensor: the format reserves this name."
      );
    }
    const begin = size;
    size += tensor.data.length * storage.bytes;
    header.push([name, { dtype, shape: tensor.shape, data_offsets: [begin, size] }]);
  }
  const json = encodeUtf8(JSON.stringify(Object.fromEntries(header)));
  // Pad the header with spaces so that the numbers start at a multiple of 8.
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + size);
  bytes.fill(0x20, 8, start).set(json, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  let at = start;
  for (const { tensor } of tensors) {
    for (const x of tensor.data) {
      storage.set(view, at, x);
      at += storage.bytes;
    }
  }
  return bytes;
}

/**
 * Reads the tensors of a `.safetensors` file by name, for `model.loadStateDict`. The conversion to float64 is
 * exact; whole numbers of 64 bits that no float64 holds are rounded, and a printed line says so. Truths become 1 and 0.
 * Untrusted files are safe to open: every size is checked against the file before anything is read.
 * @param bytes the whole file
 * @throws RangeError, TypeError that say in one line what is wrong with the file, and where: another format, a
 * truncated file, inconsistent sizes, numbers of a type that is not read, such as F8_E4M3
 */
export function fromSafetensors(bytes: Uint8Array): Record<string, Tensor> {
  const { entries } = readHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // fromEntries is safe for a tensor named `__proto__`.
  return Object.fromEntries(
    entries.map(({ name, dtype, shape, begin }) => {
      const { bytes: step, get } = readableDtypes.get(dtype)!;
      const tensor = new Tensor(shape);
      for (let i = 0, at = begin; i < tensor.data.length; i++, at += step) {
        tensor.data[i] = get(view, at);
      }
      if (/^[IU]64$/.test(dtype)) {
        sayRounded(name, dtype, view, begin, tensor);
      }
      return [name, tensor];
    })
  );
}

/** Says so if a tensor's whole numbers were rounded. */
function sayRounded(name: string, dtype: string, view: DataView, begin: number, { data }: Tensor): void {
  const stored = (i: number): bigint =>
    dtype === 'I64' ? view.getBigInt64(begin + 8 * i, true) : view.getBigUint64(begin + 8 * i, true);
  const at = data.findIndex((x, i) => !Number.isSafeInteger(x) && BigInt(x) !== stored(i));
  if (at >= 0) {
    remark(
      `fromSafetensors: tensor ${JSON.stringify(name)} holds whole numbers beyond 2^53, such as ${stored(at)}, ` +
        'which were rounded to the nearest float64.'
    );
  }
}

/**
 * Reads the metadata in the header of a `.safetensors` file, such as `{ format: 'pt' }`.
 * @param bytes the whole file
 * @throws RangeError, TypeError for an invalid file, as `fromSafetensors`
 */
export function safetensorsMetadata(bytes: Uint8Array): Record<string, string> {
  return readHeader(bytes).metadata;
}

function checkMetadata(metadata: Record<string, string>): Record<string, string> {
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      throw new TypeError(`toSafetensors: metadata '${key}' is ${describe(value)}, expected a text.`);
    }
  }
  return metadata;
}
