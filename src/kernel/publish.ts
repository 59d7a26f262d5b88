/** A MIME bundle: one output in several forms, of which the front end takes the richest that it knows. */
export type MimeBundle = Record<string, unknown>;

interface LoadedModule {
  exports?: {
    lastWriteDisplayData?: Send;
  };
}

// Declared by hand: this file is bundled with the extension too, where neither exists.
declare const require: { cache?: Record<string, LoadedModule | undefined> } | undefined;
declare const console: { log(text: unknown): void };

type Send = (content: { data: MimeBundle; metadata: object; transient: object }, update: boolean) => void;

/**
 * The kernel's own sender; null outside a kernel. tslab's public `display` takes one MIME type a call, and can't
 * change an output. Several copies of tslab may be loaded, one of which has it set.
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

/** Sends one output with all its forms to the cell. Outside a kernel, prints the plain text. */
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
 * Sends one output that is going to change.
 * @returns what sends it again, in place; null outside a kernel, where nothing is sent
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
