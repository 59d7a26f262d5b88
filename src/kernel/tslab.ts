/** A MIME bundle: one output in several formats, of which the front end shows the richest that it knows. */
export type MimeBundle = Record<string, unknown>;

/** Sends an output to the cell under execution. Every execution has a function of its own. */
export type Send = (
  content: { data: MimeBundle; metadata: object; transient: object },
  update: boolean
) => void;

/** What a loaded copy of tslab's `jupyter.js` exports, as far as stepgrad uses it. */
export interface Tslab {
  /** The send function of the last execution. */
  lastWriteDisplayData: Send;
}

// Declared by hand: this file is also bundled with the extension, where there is no require.
declare const require: { cache?: Record<string, { exports?: Partial<Tslab> } | undefined> } | undefined;

/**
 * Finds the kernel's own module; null outside a kernel. tslab's public `display` takes one MIME type per call, and can't
 * update an output. Several copies of tslab may be loaded, of which one has the send function.
 */
export function tslab(): Tslab | null {
  const loaded = typeof require === 'undefined' ? {} : (require.cache ?? {});
  for (const [file, module] of Object.entries(loaded)) {
    if (/tslab[\\/]dist[\\/]jupyter\.js$/.test(file) && module?.exports?.lastWriteDisplayData) {
      return module.exports as Tslab;
    }
  }
  return null;
}
