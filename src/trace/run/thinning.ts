/** A run of the planned length looks at this many times as many moments as it keeps. */
const DENSER = 16;

/**
 * Keeps a bounded number of moments of a run of any length: at first every step, then every second, every fourth, …
 * Since every moment costs time, a run planned to be long starts with a wider stride, plus the steps 0, 1, 2, 4, 8, …
 * in case it is stopped early. The selection depends on the step numbers alone, so it is reproducible.
 */
export class Thinning<T extends { step: number }> {
  items: T[] = [];
  /** Steps between kept moments: a power of 2. */
  stride = 1;
  /** The initial stride. Before this step, the steps 0, 1, 2, 4, … are kept too. */
  private readonly early: number;

  /**
   * @param room the maximum of moments
   * @param planned the planned number of steps; 0 if unknown
   * @param fold called with each kept moment whenever a moment is added or the stride grows
   */
  constructor(
    private readonly room: number,
    planned: number,
    private readonly fold: (item: T) => void = () => undefined
  ) {
    while (this.stride * room * DENSER < planned) {
      this.stride *= 2;
    }
    this.early = this.stride;
  }

  /** Whether to keep the moment before this step, from 0. */
  wants(step: number): boolean {
    // Bit operations: any step of a run that ends is below 2^31.
    return (step & (this.stride - 1)) === 0 || (step < this.early && (step & (step - 1)) === 0);
  }

  add(item: T): void {
    this.items.push(item);
    // First to go are the early moments that lie between the strides.
    for (let { stride } = this; this.items.length > this.room; stride *= 2) {
      this.stride = stride;
      this.items = this.items.filter(({ step }) => step % stride === 0);
      this.items.forEach(each => this.fold(each));
    }
    this.fold(item);
  }
}
