import { Send, tslab } from './tslab';
import { refuseWaiting } from './waiting';

/** A listener for interrupts. */
type Listener = () => void;

/** Stops a run. @param again whether the interrupt is the second during the execution of one cell */
type Stop = (again: boolean) => void;

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
 * Takes over interrupts from the kernel, which would reject the cell and lose its variables. The first interrupt calls
 * `stop` and drops the cells that wait; later ones go to the kernel again. Call it after the cell's first await: during
 * the synchronous part of a cell, the kernel swaps the listeners.
 * @returns a function that gives interrupts back to the kernel
 */
export function onInterrupt(stop: Stop): () => void {
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
  refuseWaiting();
  all.forEach(stop => stop(again));
}

function giveBack(): void {
  process?.off('SIGINT', interrupted);
  kernels.forEach(listener => process?.on('SIGINT', listener));
  kernels = [];
}
