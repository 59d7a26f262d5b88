/**
 * Hand-written declarations of the few globals that the engine needs beyond the language. The engine is
 * compiled without the types of the DOM and of Node, so accidental use of either fails to compile.
 */

/** The part of the WebAssembly API that the engine uses. */
export interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

/** `globalThis.WebAssembly`; undefined if the platform has no WebAssembly. */
export function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
}

/** `TextEncoder` and `TextDecoder`, which every browser and Node provide. */
interface TextApi {
  TextEncoder: new () => { encode(text: string): Uint8Array };
  TextDecoder: new (
    encoding: 'utf-8',
    options: { fatal: boolean; ignoreBOM: boolean }
  ) => { decode(bytes: Uint8Array): string };
}

/** Encodes a text as UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return new (globalThis as unknown as TextApi).TextEncoder().encode(text);
}

/**
 * Decodes UTF-8; keeps a byte order mark.
 * @throws TypeError if the bytes are not valid UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const { TextDecoder } = globalThis as unknown as TextApi;
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Prints a line for the reader where there is a console. */
export function remark(text: string): void {
  (globalThis as { console?: { log(text: string): void } }).console?.log(text);
}

/** Resolves in the next macrotask; on a platform without timers, in the next microtask. */
export function macrotask(): Promise<void> {
  const { setTimeout } = globalThis as { setTimeout?: (run: () => void, ms: number) => unknown };
  return setTimeout ? new Promise(resolve => void setTimeout(resolve, 0)) : Promise.resolve();
}
