import { h } from './dom';

/** Rows beyond those in view that are there too, so that scrolling does not show a gap. */
const MARGIN = 8;

/** The rows of a table, all of one height, of which only those in view are made: 100,000 scroll as smoothly as 20. */
export class VirtualRows {
  private readonly above = h('tr', { class: 'sg-spacer', 'aria-hidden': 'true' });
  private readonly below = h('tr', { class: 'sg-spacer', 'aria-hidden': 'true' });
  private count = 0;
  private from = 0;
  private to = 0;

  /**
   * @param box what scrolls
   * @param body the table's body, which this fills
   * @param height of a row, in px
   * @param make makes a row, from 0
   */
  constructor(
    private readonly box: HTMLElement,
    private readonly body: HTMLTableSectionElement,
    private readonly height: number,
    private readonly make: (row: number) => HTMLTableRowElement
  ) {
    box.addEventListener('scroll', () => this.fill(false), { passive: true });
    body.append(this.above, this.below);
  }

  /** How many rows there are. */
  get length(): number {
    return this.count;
  }

  /** Draws anew what is in view, of so many rows. */
  draw(count: number): void {
    this.count = count;
    this.fill(true);
  }

  /** Brings a row into view, by scrolling the box alone. */
  reveal(row: number): void {
    const { box, height } = this;
    const head = this.body.offsetTop;
    const top = row * height;
    if (top < box.scrollTop) {
      box.scrollTop = top;
    } else if (top + height > box.scrollTop + box.clientHeight - head) {
      box.scrollTop = top + height - box.clientHeight + head;
    }
    this.fill(false);
  }

  /** The element of a row; null for one that is not in view. */
  element(row: number): HTMLTableRowElement | null {
    return row >= this.from && row < this.to
      ? (this.body.children[row - this.from + 1] as HTMLTableRowElement)
      : null;
  }

  private fill(anew: boolean): void {
    const { box, height, count } = this;
    const first = Math.max(0, Math.floor(box.scrollTop / height) - MARGIN);
    const last = Math.min(count, Math.ceil((box.scrollTop + (box.clientHeight || 300)) / height) + MARGIN);
    const from = Math.min(first, Math.max(0, count - (last - first)));
    if (!anew && from >= this.from && last <= this.to && this.to - this.from <= last - from + 2 * MARGIN) {
      return;
    }
    // Twice the margin, so that not every notch of the wheel makes rows.
    this.from = Math.max(0, from - MARGIN);
    this.to = Math.min(count, last + MARGIN);
    const rows = Array.from({ length: Math.max(0, this.to - this.from) }, (_, i) => this.make(this.from + i));
    this.above.style.height = `${this.from * height}px`;
    this.below.style.height = `${(count - this.to) * height}px`;
    this.body.replaceChildren(this.above, ...rows, this.below);
  }
}
