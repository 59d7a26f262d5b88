import { Dtype, dtypes } from './dtypes';
import { encodeUtf8 } from '../globals';
import { Module, StateDict } from '../module';
import { readHeader } from './safetensorsHeader';
import { Tensor, describe } from '../tensor';

/** How weights are written to a file. */
export interface SafetensorsOptions {
  /**
   * How each number is stored: 'F64' (the default) keeps every bit; 'F32', 'F16' and 'BF16' round to the
   * nearest number they have, and what is too large for them becomes ∞.
   */
  dtype?: Dtype;
  /** Texts kept in the file's header, e.g. `{ format: 'pt' }`, which Hugging Face's transformers ask for. */
  metadata?: Record<string, string>;
}

/**
 * The bytes of a `.safetensors` file: the form in which PyTorch, Hugging Face and others exchange weights.
 * Source: https://huggingface.co/docs/safetensors, "Format".
 * @param state parameters by name, as `model.stateDict()` gives them; their order is kept
 * @param options.dtype how numbers are stored; 'F64' when left out
 * @param options.metadata texts for the header
 * @returns 8 bytes of header length, the header in JSON, and the numbers, row-major
 * @throws TypeError for a dtype there is not, a model in place of its state, a tensor named `__metadata__`, or metadata that is no text
 */
export function toSafetensors(state: StateDict, options: SafetensorsOptions = {}): Uint8Array {
  const { dtype = 'F64', metadata } = options;
  const storage = dtypes.get(dtype);
  if (!storage) {
    throw new TypeError(
      `toSafetensors: dtype is ${describe(dtype)}, expected one of ${[...dtypes.keys()].join(', ')}.`
    );
  }
  if (state instanceof Module) {
    throw new TypeError('toSafetensors expects parameters by name: model.stateDict(), not the model.');
  }
  const tensors = Object.entries(state).map(([name, value]) => ({ name, tensor: Tensor.from(value, name) }));
  const header: [string, unknown][] = metadata ? [['__metadata__', checkMetadata(metadata)]] : [];
  let size = 0;
  for (const { name, tensor } of tensors) {
    if (name === '__metadata__') {
      throw new TypeError("toSafetensors: '__metadata__' can't name a tensor, the format keeps that name.");
    }
    const begin = size;
    size += tensor.data.length * storage.bytes;
    header.push([name, { dtype, shape: tensor.shape, data_offsets: [begin, size] }]);
  }
  const json = encodeUtf8(JSON.stringify(Object.fromEntries(header)));
  // Spaces after the header let the numbers begin at a multiple of 8.
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
 * The tensors of a `.safetensors` file, by name; for `model.loadStateDict`. Numbers become float64 exactly.
 * A file from elsewhere is safe to open: every size is checked against the file before anything is read.
 * @param bytes the whole file
 * @throws RangeError, TypeError that say in a line what is wrong with the file, and where: not this format, cut
 * off, a dtype other than F64, F32, F16 and BF16, sizes that disagree
 */
export function fromSafetensors(bytes: Uint8Array): Record<string, Tensor> {
  const { entries } = readHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // fromEntries, because a name may be `__proto__`.
  return Object.fromEntries(
    entries.map(({ name, dtype, shape, begin }) => {
      const { bytes: step, get } = dtypes.get(dtype)!;
      const tensor = new Tensor(shape);
      for (let i = 0, at = begin; i < tensor.data.length; i++, at += step) {
        tensor.data[i] = get(view, at);
      }
      return [name, tensor];
    })
  );
}

/**
 * The texts in the header of a `.safetensors` file, such as `{ format: 'pt' }`.
 * @param bytes the whole file
 * @throws RangeError, TypeError for what is no such file, as `fromSafetensors`
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
