import { Stop, kernelHost } from './host';
import { Send, tslab } from './tslab';

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

const waiting = new Set<Stop>();
let kernels: Listener[] = [];
/** The last interrupted execution, by its send function; null if there is none. */
let last: Send | null = null;

/**
 * Takes over interrupts: the next one calls `stop`, later ones end the cell. Plain tslab would reject the cell and lose
 * its variables; there, call it after the cell's first await: during the synchronous part, tslab swaps the listeners.
 * @returns a function that gives interrupts back to the kernel
 */
export function onInterrupt(stop: Stop): () => void {
  const host = kernelHost();
  if (host) {
    return host.onInterrupt(stop);
  }
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
  const execution = tslab()?.lastWriteDisplayData ?? null;
  const again = execution !== null && execution === last;
  last = execution;
  all.forEach(stop => stop(again));
}

function giveBack(): void {
  process?.off('SIGINT', interrupted);
  kernels.forEach(listener => process?.on('SIGINT', listener));
  kernels = [];
}
