/** A MIME bundle: one output in several formats, of which the front end shows the richest that it knows. */
export type MimeBundle = Record<string, unknown>;

interface LoadedModule {
  exports?: {
    lastWriteDisplayData?: Send;
  };
}

// Declared by hand: this file is also bundled with the extension, where neither exists.
declare const require: { cache?: Record<string, LoadedModule | undefined> } | undefined;
declare const console: { log(text: unknown): void };

type Send = (content: { data: MimeBundle; metadata: object; transient: object }, update: boolean) => void;

/**
 * Finds the kernel's internal send function; null outside a kernel. tslab's public `display` takes one MIME type per
 * call, and can't update an output. Several copies of tslab may be loaded, of which one has the function.
 */
function sender(): Send | null {
  const loaded = typeof require === 'undefined' ? {} : (require.cache ?? {});
  for (const [file, module] of Object.entries(loaded)) {
    const send = /tslab[\\/]dist[\\/]jupyter\.js$/.test(file) && module?.exports?.lastWriteDisplayData;
    if (send) {
      return send;
    }
  }
  return null;
}

/** Sends an output in all its formats to the cell. Outside a kernel, prints the plain text. */
export function publish(bundle: MimeBundle): void {
  const send = sender();
  if (send) {
    send({ data: bundle, metadata: {}, transient: {} }, false);
  } else {
    console.log(bundle['text/plain']);
  }
}

let outputs = 0;

/**
 * Sends an output that will be updated.
 * @returns a function that updates the output in place; null outside a kernel, where nothing is sent
 */
export function publishChanging(bundle: MimeBundle): ((bundle: MimeBundle) => void) | null {
  const send = sender();
  if (!send) {
    return null;
  }
  const transient = { display_id: `stepgrad-${++outputs}` };
  send({ data: bundle, metadata: {}, transient }, false);
  return changed => send({ data: changed, metadata: {}, transient }, true);
}
