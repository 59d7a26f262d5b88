import { field, join } from './protobuf';

/** One step's entry in a TensorBoard event file: scalars and histograms by tag. */
export interface TensorBoardEvent {
  step: number;
  scalars?: Record<string, number>;
  histograms?: Record<string, TensorBoardHistogram>;
}

/** The distribution of a set of numbers. */
export interface TensorBoardHistogram {
  /** The smallest number. */
  min: number;
  /** The largest number. */
  max: number;
  /** How many numbers there are. */
  num: number;
  /** The sum of the numbers. */
  sum: number;
  /** The sum of their squares. */
  sumSquares: number;
  /** The right edge of each bin, in ascending order. */
  limits: readonly number[];
  /** How many numbers are in each bin. */
  counts: readonly number[];
}

/**
 * Writes a TensorBoard event file: the file version, then one Event per step, each framed as a TFRecord.
 * Source: tensorflow/core/util/event.proto and framework/summary.proto; TFRecord, tensorflow/core/lib/io.
 * @param events in ascending order of their steps
 * @param wallTime the time of all events, in seconds since 1970
 * @returns the file's bytes
 */
export function toTensorBoard(events: readonly TensorBoardEvent[], wallTime = 0): Uint8Array {
  const time = field.double(1, wallTime);
  return join([
    framed(join([time, field.string(3, 'brain.Event:2')])),
    ...events.map(event => framed(join([time, field.int(2, event.step), field.message(5, ...values(event))])))
  ]);
}

const values = ({ scalars = {}, histograms = {} }: TensorBoardEvent): Uint8Array[] => [
  ...Object.entries(scalars).map(([tag, value]) =>
    field.message(1, field.string(1, tag), field.float(2, value))
  ),
  ...Object.entries(histograms).map(([tag, histogram]) =>
    field.message(1, field.string(1, tag), field.message(5, ...histogramFields(histogram)))
  )
];

const histogramFields = (h: TensorBoardHistogram): Uint8Array[] => [
  ...[h.min, h.max, h.num, h.sum, h.sumSquares].map((x, i) => field.double(i + 1, x)),
  field.doubles(6, h.limits),
  field.doubles(7, h.counts)
];

/** A TFRecord: the length (64 bits) and its checksum, then the bytes and their checksum. */
function framed(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return join([length, checksum(length), bytes, checksum(bytes)]);
}

/** TFRecord's masked CRC-32C, in 4 bytes: rotated right by 15 bits, plus a constant. */
function checksum(bytes: Uint8Array): Uint8Array {
  const crc = crc32c(bytes);
  const result = new Uint8Array(4);
  new DataView(result.buffer).setUint32(0, ((crc >>> 15) | (crc << 17)) + 0xa282ead8, true);
  return result;
}

/** CRC-32C of each byte, by Castagnoli's polynomial in reversed bit order. Source: RFC 3720, section 12.1. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let i = 0; i < 8; i++) {
    rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  }
  return rest;
});

/** The CRC-32C checksum, an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
