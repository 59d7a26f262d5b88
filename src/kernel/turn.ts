/** Waits for a turn of the event loop, which flushes printed text and delivers interrupts. */
export const turn = (): Promise<void> => {
  const { setImmediate } = globalThis as { setImmediate?: (run: () => void) => unknown };
  return setImmediate ? new Promise(resolve => void setImmediate(resolve)) : Promise.resolve();
};
