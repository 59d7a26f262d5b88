import { encodeUtf8 } from '../globals';

/** Concatenates byte arrays. */
export function join(pieces: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(pieces.reduce((n, { length }) => n + length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}

/**
 * Encodes the fields of a protocol-buffer message. A field is a key (field number and wire type) and a value;
 * a message is the concatenation of its fields.
 * Source: https://protobuf.dev/programming-guides/encoding.
 */
export const field = {
  int: (key: number, value: number): Uint8Array => join([varint(key * 8), varint(value)]),
  bytes: (key: number, value: Uint8Array): Uint8Array =>
    join([varint(key * 8 + 2), varint(value.length), value]),
  double: (key: number, value: number): Uint8Array => join([varint(key * 8 + 1), float64s([value])]),
  float: (key: number, value: number): Uint8Array =>
    join([varint(key * 8 + 5), new Uint8Array(float32(value))]),
  doubles: (key: number, values: readonly number[]): Uint8Array => field.bytes(key, float64s(values)),
  string: (key: number, value: string): Uint8Array => field.bytes(key, encodeUtf8(value)),
  message: (key: number, ...fields: Uint8Array[]): Uint8Array => field.bytes(key, join(fields))
};

function float64s(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((x, i) => view.setFloat64(i * 8, x, true));
  return new Uint8Array(view.buffer);
}

function float32(value: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return view.buffer;
}

/** A whole number as a varint: 7 bits per byte, lowest first; the top bit is set if more bytes follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  // A negative number is encoded as its 64-bit two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | 128);
  }
  return Uint8Array.of(...bytes, Number(rest));
}
