import { kernelHost } from './host';
import { MimeBundle, Send, tslab } from './tslab';

// Declared by hand: this file is also bundled with the extension, which has no Node.
declare const console: { log(text: unknown): void };

/** The send function of the cell under execution; undefined outside a kernel. */
const sender = (): Send | undefined => kernelHost()?.display ?? tslab()?.lastWriteDisplayData;

/** Sends an output in all its formats to the cell. Outside a kernel, prints the plain text. */
export function publish(bundle: MimeBundle): void {
  const send = sender();
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
  const send = sender();
  if (!send) {
    return null;
  }
  const transient = { display_id: `stepgrad-${session}-${++outputs}` };
  send({ data: bundle, metadata: {}, transient }, false);
  return changed => send({ data: changed, metadata: {}, transient }, true);
}
