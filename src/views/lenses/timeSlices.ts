/** Length of a slice of work, in ms. */
const SLICE = 7;

/**
 * Runs work in time slices, so that the page stays responsive. The first slice runs at once, so that short work is
 * done in the same frame. A new run drops unfinished work.
 */
export class TimeSlices {
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param after called after each slice, to draw the results so far */
  run(work: Iterator<unknown>, after: () => void): void {
    this.stop();
    const slice = (): void => {
      const end = performance.now() + SLICE;
      let done = false;
      do {
        done = work.next().done === true;
      } while (!done && performance.now() < end);
      this.timer = done ? null : setTimeout(slice);
      after();
    };
    slice();
  }

  stop(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }
}
