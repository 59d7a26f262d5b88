/** What is to be told of an interrupt. */
type Listener = () => void;

interface NodeProcess {
  listeners(event: 'SIGINT'): Listener[];
  on(event: 'SIGINT', listener: Listener): unknown;
  off(event: 'SIGINT', listener: Listener): unknown;
}

/** Node's process; undefined on a page, with which this file is bundled too. */
const node = (globalThis as unknown as { process?: Partial<NodeProcess> }).process;
const process = typeof node?.listeners === 'function' ? (node as NodeProcess) : undefined;

const waiting = new Set<Listener>();
let kernels: Listener[] = [];

/**
 * Takes interrupts over from the kernel, which would reject the cell and lose its variables, until it is
 * released; the first one goes to `stop`, and later ones to the kernel again. To be called after the cell has
 * first awaited something: while its synchronous part runs, Node swaps the listeners.
 * @returns what releases it
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
