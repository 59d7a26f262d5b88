import { field, join } from './protobuf';

/** What a TensorBoard event file holds at a step: numbers by tag, and histograms by tag. */
export interface TensorBoardEvent {
  step: number;
  scalars?: Record<string, number>;
  histograms?: Record<string, TensorBoardHistogram>;
}

/** How numbers are spread. */
export interface TensorBoardHistogram {
  /** Of the least number. */
  min: number;
  max: number;
  /** How many there are, their sum, and the sum of their squares. */
  num: number;
  sum: number;
  sumSquares: number;
  /** The right end of each bin, in ascending order. */
  limits: readonly number[];
  /** How many are in each. */
  counts: readonly number[];
}

/**
 * The bytes of a TensorBoard event file: its version, then an Event for each step, each framed as a TFRecord.
 * Source: tensorflow/core/util/event.proto and framework/summary.proto; TFRecord, tensorflow/core/lib/io.
 * @param events in the order of their steps
 * @param wallTime when it was, in seconds since 1970
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

/** A TFRecord: the length in 64 bits and its checksum, the bytes and theirs. */
function framed(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return join([length, checksum(length), bytes, checksum(bytes)]);
}

/** The masked CRC-32C, in 4 bytes: turned by 15 bits, and a constant added. */
function checksum(bytes: Uint8Array): Uint8Array {
  const crc = crc32c(bytes);
  const result = new Uint8Array(4);
  new DataView(result.buffer).setUint32(0, ((crc >>> 15) | (crc << 17)) + 0xa282ead8, true);
  return result;
}

/** By Castagnoli's polynomial, its bits the other way round. Source: RFC 3720, section 12.1. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let i = 0; i < 8; i++) {
    rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  }
  return rest;
});

/** The checksum of bytes, a whole number of 32 bits. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
