import { readableDtypes } from './dtypes';
import { foreignBytes } from './foreign';
import { decodeUtf8 } from '../globals';
import { Message, failure } from '../message';
import { describe, formatShape } from '../tensor';

/** The header's entry for one tensor; `begin` and `end` are byte offsets in the file. */
export interface TensorEntry {
  name: string;
  dtype: string;
  shape: number[];
  begin: number;
  end: number;
}

export interface SafetensorsHeader {
  entries: TensorEntry[];
  metadata: Record<string, string>;
}

/** Types of numbers that the format knows, or PyTorch, and that are not read: small and large floats, complex numbers. */
const UNREAD = /^(F8_E\w{3,6}|F6_E\w{3}|F4|F128|C64|C128|[IU]4|[IU]128)$/;

/** The longest header accepted, in bytes; Hugging Face's reader has the same limit. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads and checks the header, so that reading the numbers stays inside the file and allocates no more memory
 * than the file's size justifies. The tensors must fill the file from the header to the end without gap or
 * overlap, as the format requires.
 * Source: https://huggingface.co/docs/safetensors, "Format".
 * @throws RangeError or TypeError that says what is wrong, and where
 */
export function readHeader(bytes: Uint8Array): SafetensorsHeader {
  if (!(ArrayBuffer.isView(bytes) && bytes.BYTES_PER_ELEMENT === 1)) {
    throw new TypeError(`fromSafetensors expects a file's bytes as a Uint8Array, got ${describe(bytes)}.`);
  }
  const start = 8 + headerLength(bytes);
  const json = parse(bytes.subarray(8, start));
  const { __metadata__: metadata, ...tensors } = json;
  const entries = Object.entries(tensors).map(([name, value]) => entryOf(name, value, start, bytes.length));
  fillTheFile(entries, start, bytes.length);
  return { entries, metadata: checkMetadata(metadata ?? {}) };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < 8) {
    const kind = foreignBytes(bytes);
    if (kind) {
      throw notSafetensors(kind);
    }
    throw bad(`the file has ${bytes.length} bytes: it is truncated or of another format`);
  }
  // 64 bits: from 2⁵³ on a number is inexact, but also far larger than any file.
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > LONGEST_HEADER || length > bytes.length - 8) {
    const kind = foreignBytes(bytes);
    if (kind) {
      throw notSafetensors(kind);
    }
    throw bad(
      `the header's length is given as ${length} bytes, but the file has ${bytes.length}: it is truncated or of another format`
    );
  }
  return Number(length);
}

/** The error for a file of another format that is known. */
const notSafetensors = (what: Message): RangeError =>
  failure(RangeError, 'This is no safetensors file: %1.', what);

function parse(bytes: Uint8Array): Record<string, unknown> {
  // The format allows spaces after the JSON, but neither spaces nor a byte order mark before it.
  if (bytes[0] !== 0x7b) {
    throw bad("its header does not begin with '{'");
  }
  try {
    return JSON.parse(decodeUtf8(bytes)) as Record<string, unknown>;
  } catch {
    throw bad('its header is not JSON in UTF-8');
  }
}

function entryOf(name: string, value: unknown, start: number, fileLength: number): TensorEntry {
  const wrong = (what: string): Error => bad(`tensor ${quote(name)} ${what}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`is ${describe(value)}, expected an object with dtype, shape and data_offsets`);
  }
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const storage = typeof dtype === 'string' ? readableDtypes.get(dtype) : undefined;
  if (typeof dtype !== 'string' || !storage) {
    throw typeof dtype === 'string' && UNREAD.test(dtype)
      ? new RangeError(
          `Tensor ${quote(name)} has numbers of type ${dtype}, which stepgrad does not read: ` +
            `convert it to F32 first, or leave it out. It reads ${[...readableDtypes.keys()].join(', ')}.`
        )
      : wrong(`has the dtype ${describe(dtype)}, expected one of ${[...readableDtypes.keys()].join(', ')}`);
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw wrong(`has the shape ${brief(shape)}, expected an array of whole numbers`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw wrong(`has the data_offsets ${brief(offsets)}, expected two whole numbers`);
  }
  const [begin, end] = (offsets as number[]).map(offset => start + offset);
  if (end < begin || end > fileLength) {
    throw wrong(
      `has the data_offsets ${brief(offsets)}, but the file has ${fileLength - start} bytes of numbers`
    );
  }
  const size = shape.reduce((n: number, length: number) => n * length, storage.bytes);
  // A product too large to be exact is larger than every file, so it fails here too.
  if (size !== end - begin) {
    throw wrong(
      `is ${shorten(formatShape(shape))} of ${dtype}, ${size} bytes, but data_offsets span ${end - begin}`
    );
  }
  return { name, dtype, shape, begin, end };
}

function fillTheFile(entries: TensorEntry[], start: number, fileLength: number): void {
  let next = start;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== next) {
      const what = begin < next ? 'overlaps the tensor before it' : 'leaves a gap before it';
      throw bad(`tensor ${quote(name)} begins at ${begin - start}, expected ${next - start}: it ${what}`);
    }
    next = end;
  }
  if (next !== fileLength) {
    throw bad(`its tensors end at ${next - start}, but it has ${fileLength - start} bytes of numbers`);
  }
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    Array.isArray(metadata) ||
    !Object.values(metadata).every(value => typeof value === 'string')
  ) {
    throw bad('its __metadata__ is not an object of texts');
  }
  return metadata as Record<string, string>;
}

const bad = (what: string): RangeError => new RangeError(`This is no safetensors file: ${what}.`);
const isSize = (n: unknown): n is number => Number.isSafeInteger(n) && Number(n) >= 0;
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const quote = (name: string): string => JSON.stringify(shorten(name));
/** A value of the header as error messages show it, shortened: the file may hold a long or deeply nested one. */
const brief = (value: unknown): string =>
  Array.isArray(value) && value.length <= 8 ? `[${value.map(describe).join(', ')}]` : describe(value);
