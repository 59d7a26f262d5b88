/**
 * The few globals that the engine needs beyond the language itself, declared by hand: it is compiled without
 * the DOM's types and without Node's, so that a slip towards either fails to compile.
 */

/** What we use of WebAssembly; undefined where there is none. */
export interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

/** `globalThis.WebAssembly`, or undefined. */
export function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
}

/** Text as bytes, and back: `TextEncoder` and `TextDecoder` of every browser and of Node. */
interface TextApi {
  TextEncoder: new () => { encode(text: string): Uint8Array };
  TextDecoder: new (
    encoding: 'utf-8',
    options: { fatal: boolean; ignoreBOM: boolean }
  ) => { decode(bytes: Uint8Array): string };
}

/** The bytes of a text in UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return new (globalThis as unknown as TextApi).TextEncoder().encode(text);
}

/**
 * The text that bytes hold in UTF-8, a byte order mark included.
 * @throws TypeError when they are no UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const { TextDecoder } = globalThis as unknown as TextApi;
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Waits for the event loop to have gone round; where there are no timers, only for what is already promised. */
export function macrotask(): Promise<void> {
  const { setTimeout } = globalThis as { setTimeout?: (run: () => void, ms: number) => unknown };
  return setTimeout ? new Promise(resolve => void setTimeout(resolve, 0)) : Promise.resolve();
}
