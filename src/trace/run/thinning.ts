/**
 * Moments of a run, as many as there is room for however long it is: every step's to begin with, then every
 * second step's, every fourth's, … Which are kept depends on their number alone, so that it is always the same.
 */
export class Thinning<T extends { step: number }> {
  items: T[] = [];
  /** Every so many steps one is kept: a power of 2. */
  stride = 1;

  /**
   * @param room how many are kept
   * @param fold what becomes of one when from now on fewer are kept
   */
  constructor(
    private readonly room: number,
    private readonly fold: (item: T) => void = () => undefined
  ) {}

  /** Whether the moment before this step, from 0, is one to keep. */
  wants(step: number): boolean {
    // A power of 2, below 2^31 in any run that ends.
    return (step & (this.stride - 1)) === 0;
  }

  add(item: T): void {
    this.items.push(item);
    while (this.items.length > this.room) {
      this.stride *= 2;
      this.items = this.items.filter(({ step }) => this.wants(step));
      this.items.forEach(each => this.fold(each));
    }
    this.fold(item);
  }
}
