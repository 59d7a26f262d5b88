/** How long a slice of work may keep the page, in ms. */
const SLICE = 7;

/**
 * Work in slices, so that the page is never kept: the first at once, so that what is short is there in the same
 * frame. Beginning anew drops what was not finished.
 */
export class TimeSlices {
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param after each slice: to draw what there is */
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
