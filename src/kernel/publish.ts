import { MimeBundle, tslab } from './tslab';

// Declared by hand: this file is also bundled with the extension, which has no Node.
declare const console: { log(text: unknown): void };

/** Sends an output in all its formats to the cell. Outside a kernel, prints the plain text. */
export function publish(bundle: MimeBundle): void {
  const send = tslab()?.lastWriteDisplayData;
  if (send) {
    send({ data: bundle, metadata: {}, transient: {} }, false);
  } else {
    console.log(bundle['text/plain']);
  }
}

/** Unlike that of an earlier kernel, whose outputs may still be on the page. */
const session = Date.now().toString(36);
let outputs = 0;

/**
 * Sends an output that will be updated.
 * @returns a function that updates the output in place; null outside a kernel, where nothing is sent
 */
export function publishChanging(bundle: MimeBundle): ((bundle: MimeBundle) => void) | null {
  const send = tslab()?.lastWriteDisplayData;
  if (!send) {
    return null;
  }
  const transient = { display_id: `stepgrad-${session}-${++outputs}` };
  send({ data: bundle, metadata: {}, transient }, false);
  return changed => send({ data: changed, metadata: {}, transient }, true);
}
