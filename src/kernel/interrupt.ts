/** A listener for interrupts. */
type Listener = () => void;

interface NodeProcess {
  listeners(event: 'SIGINT'): Listener[];
  on(event: 'SIGINT', listener: Listener): unknown;
  off(event: 'SIGINT', listener: Listener): unknown;
}

/** Node's process; undefined on a page, since the file is also bundled with the extension. */
const node = (globalThis as unknown as { process?: Partial<NodeProcess> }).process;
const process = typeof node?.listeners === 'function' ? (node as NodeProcess) : undefined;

const waiting = new Set<Listener>();
let kernels: Listener[] = [];

/**
 * Takes over interrupts from the kernel, which would reject the cell and lose its variables. The first interrupt calls
 * `stop`; later ones go to the kernel again. Call it after the cell's first await: during the synchronous part of a
 * cell, the kernel swaps the listeners.
 * @returns a function that gives interrupts back to the kernel
 */
export function onInterrupt(stop: () => void): () => void {
  if (waiting.size === 0 && process) {
    kernels = process.listeners('SIGINT');
    kernels.forEach(listener => process.off('SIGINT', listener));
    process.on('SIGINT', interrupted);
  }
  waiting.add(stop);
  return () => {
    if (waiting.delete(stop) && waiting.size === 0) {
      giveBack();
    }
  };
}

function interrupted(): void {
  const all = [...waiting];
  waiting.clear();
  giveBack();
  all.forEach(stop => stop());
}

function giveBack(): void {
  process?.off('SIGINT', interrupted);
  kernels.forEach(listener => process?.on('SIGINT', listener));
  kernels = [];
}
