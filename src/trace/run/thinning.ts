/** So many times as many moments as there is room for may be looked at in turn, in a run of the planned length. */
const DENSER = 16;

/**
 * Moments of a run, as many as there is room for however long it is: every step's to begin with, then every
 * second step's, every fourth's, … Of a run that is to be long, they begin further apart, as each costs time, with
 * the steps 0, 1, 2, 4, 8, … before: it may be stopped early. Which are kept depends on their number alone, so that
 * it is always the same.
 */
export class Thinning<T extends { step: number }> {
  items: T[] = [];
  /** Every so many steps one is kept: a power of 2. */
  stride = 1;
  /** The step from which on only every so many steps one is looked at. */
  private readonly early: number;

  /**
   * @param room how many are kept
   * @param planned how many steps the run may have; 0 where that is not known
   * @param fold what becomes of one when from now on fewer are kept
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

  /** Whether the moment before this step, from 0, is one to keep. */
  wants(step: number): boolean {
    // A power of 2, below 2^31 in any run that ends.
    return (step & (this.stride - 1)) === 0 || (step < this.early && (step & (step - 1)) === 0);
  }

  add(item: T): void {
    this.items.push(item);
    // The first to go are those of the beginning that lie between the others.
    for (let { stride } = this; this.items.length > this.room; stride *= 2) {
      this.stride = stride;
      this.items = this.items.filter(({ step }) => step % stride === 0);
      this.items.forEach(each => this.fold(each));
    }
    this.fold(item);
  }
}
