import type { Send } from './tslab';

/** Stops what a cell waits for. @param again whether the interrupt is the second during the execution of one cell */
export type Stop = (again: boolean) => void;

/** What stepgrad's kernel (src/tslab) gives to the package in its cells. */
export interface KernelHost {
  /** Sends an output to the cell under execution; null before the first. */
  readonly display: Send | null;
  /** Shows the value of a cell's last expression. @returns whether it did */
  showResult: ((value: unknown) => boolean) | null;
  /** Lets the next interrupt call a function instead of ending the cell. @returns a function that takes it back */
  onInterrupt(stop: Stop): () => void;
}

/** The host's name among the properties of `globalThis`. */
export const HOST = Symbol.for('stepgrad.host');

/** The host of this process; undefined in plain tslab, in Node and on a page. */
export const kernelHost = (): KernelHost | undefined =>
  (globalThis as unknown as Record<symbol, KernelHost | undefined>)[HOST];
