/**
 * A minimal WebAssembly assembler with the instructions that the kernel needs: instructions are arrays of
 * bytes, `assemble` builds a module from them.
 * Source: WebAssembly Core Specification 2.0, chapter 5 (binary format).
 */
export type Code = readonly number[];

/** Types of local variables. */
export const I32 = 0x7f;
export const V128 = 0x7b;

/** An unsigned whole number as LEB128: seven bits per byte, lowest first. */
export function unsigned(n: number): number[] {
  return n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...unsigned(n >>> 7)];
}

/** A signed 32-bit number as LEB128. */
export function signed(n: number): number[] {
  const ends = n >= -64 && n < 64;
  return ends ? [n & 0x7f] : [(n & 0x7f) | 0x80, ...signed(n >> 7)];
}

/** A WebAssembly vector: the number of items, then the items. */
const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const text = (name: string): number[] => sized([...name].map(c => c.charCodeAt(0)));
const section = (id: number, contents: Code): number[] => [id, ...sized(contents)];

// Instructions, named as in the specification. Operands come first, as on WebAssembly's stack.

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const i32 = (n: number): Code => [0x41, ...signed(n)];
export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const subtract = (a: Code, b: Code): Code => [...a, ...b, 0x6b];

/** Element-wise sum and product of pairs of float64 numbers. */
export const addPairs = (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xf0)];
export const multiplyPairs = (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xf2)];

// The 3 is the alignment: 2³ = 8 bytes.
export const loadPair = (address: Code, offset = 0): Code => [...address, 0xfd, 0, 3, ...unsigned(offset)];
export const storePair = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  0xfd,
  11,
  3,
  ...unsigned(offset)
];
/** Loads one float64 number into both lanes. */
export const loadTwice = (address: Code, offset = 0): Code => [...address, 0xfd, 10, 3, ...unsigned(offset)];

/** Runs `body` until `condition`, tested after it, is 0: at least once. */
export const repeat = (body: readonly Code[], condition: Code): Code => [
  0x03,
  0x40,
  ...body.flat(),
  ...condition,
  0x0d,
  0,
  0x0b
];

export interface WasmFunction {
  name: string;
  /** The number of i32 parameters: locals 0, 1, … */
  parameters: number;
  /** The types of the other locals, which follow the parameters. */
  locals: readonly number[];
  body: readonly Code[];
}

/** The bytes of a module that exports one function, and its memory of `pages` pages as `memory`. */
export function assemble({ name, parameters, locals, body }: WasmFunction, pages: number): Uint8Array {
  const code = [...vector(locals.map(type => [1, type])), ...body.flat(), 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // '\0asm', version 1
    ...section(1, vector([[0x60, ...vector(Array.from({ length: parameters }, () => [I32])), 0]])), // the function's type
    ...section(3, vector([[0]])), // one function, of type 0
    ...section(5, vector([[1, ...unsigned(pages), ...unsigned(pages)]])), // one memory: minimum and maximum size
    ...section(
      7,
      vector([
        [...text(name), 0, 0],
        [...text('memory'), 2, 0]
      ])
    ), // exports
    ...section(10, vector([sized(code)]))
  ]);
}
