/** What the rows of a table have in common, in px. */
export interface RowSizes {
  /** Of each row. */
  row: number;
  /** Of the heading, which stays at the top. */
  head: number;
  /** Of the box that scrolls, when there are more rows than fit. */
  box: number;
}

/** Up to this many rows are all drawn. */
export const WHOLE = 200;
/** Rows that are drawn above and below those that can be seen: as far as ↑ and ↓ come before it scrolls. */
const BEYOND = 12;
/** The same in the frame in which they come into view, the others later, in ms; and around one row while none is seen. */
const AT_ONCE = 1;
const AFTER = 80;

/** Which rows are drawn, from the first to before the last, when the box is scrolled so far. */
export function windowAt(
  top: number,
  length: number,
  { row, head, box }: RowSizes,
  beyond = BEYOND
): [number, number] {
  if (length <= WHOLE) {
    return [0, length];
  }
  const first = Math.floor(top / row) - beyond;
  const end = Math.ceil((top + box - head) / row) + beyond;
  return [Math.max(0, Math.min(first, length)), Math.max(0, Math.min(end, length))];
}

/**
 * How far the box has to be scrolled for some rows to be seen, the first of them at any rate: as little as can be
 * from where it is.
 */
export function topFor(index: number, count: number, top: number, { row, head, box }: RowSizes): number {
  const last = (index + count) * row - (box - head);
  return Math.max(0, Math.min(Math.max(top, last), index * row));
}

/**
 * The rows of a table in a box that scrolls, of which only those that can be seen are there: a hundred thousand
 * cost no more than thirty. All are of one height; space above and below stands for the others.
 */
export class VirtualRows {
  private readonly drawn = new Map<number, HTMLTableRowElement>();
  private length = 0;
  /** How far the box is scrolled: known, not read, which would have the page laid out. */
  private top = 0;
  /** Whether it was told so, and is not yet. */
  private moves = false;
  /** Whether any of its rows can be seen: of a table further down the page hardly any are there. */
  private seen = true;
  /** The row that was brought into view last. */
  private index: number | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param box what scrolls; it holds the table alone
   * @param make makes a row, or of one that is no longer needed another; without its numbers, where `update` is to
   * fill them in
   * @param update changes a row that is there to what it is now
   * @param filled told when other rows are there than at the last `draw`
   */
  constructor(
    private readonly box: HTMLElement,
    private readonly table: HTMLTableElement,
    private readonly sizes: RowSizes,
    private readonly make: (index: number, old?: HTMLTableRowElement) => HTMLTableRowElement,
    private readonly update: (element: HTMLTableRowElement, index: number) => void = () => undefined,
    private readonly filled: () => void = () => undefined
  ) {
    box.addEventListener(
      'scroll',
      () => {
        // That it has scrolled as it was told is no news.
        if (Math.abs(box.scrollTop - this.top) >= 1) {
          this.top = box.scrollTop;
          this.fill();
          this.filled();
        }
      },
      { passive: true }
    );
    if (typeof IntersectionObserver !== 'undefined') {
      new IntersectionObserver(entries => {
        this.seen = entries[entries.length - 1].isIntersecting;
        this.follow();
      }).observe(this.body);
    }
  }

  /** Takes other rows, all of which are made anew. */
  reset(length: number): void {
    this.length = length;
    this.drawn.forEach(element => element.remove());
    this.drawn.clear();
    this.table.setAttribute('aria-rowcount', String(length + 1));
  }

  /**
   * Updates what is drawn.
   * @param index a row to bring into view, by scrolling the box alone: `scroll` does
   * @param count how many rows belong to it
   */
  draw(index: number | null = null, count = 1): void {
    const top = index === null ? this.top : topFor(index, count, this.top, this.sizes);
    this.moves ||= top !== this.top;
    this.top = top;
    this.index = index ?? this.index;
    const later = this.moves || this.rest !== undefined;
    if (this.seen || !this.moves) {
      this.fill(later ? AT_ONCE : BEYOND);
    }
    this.drawn.forEach((element, i) => this.update(element, i));
    if (later) {
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.follow(), AFTER);
    }
  }

  /** Scrolls to what was brought into view. When all else is written: to scroll is to have the page laid out. */
  scroll(): void {
    if (this.seen) {
      this.move();
    }
  }

  /** Draws what was left for later: the rows around those that can be seen, or all of them. */
  private follow(): void {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.fill();
    this.move();
    this.filled();
  }

  private move(): void {
    const { box } = this;
    if (this.moves) {
      this.moves = false;
      box.scrollTop = this.top;
      if (Math.abs(box.scrollTop - this.top) >= 1) {
        // It is not on the page yet.
        requestAnimationFrame(() => {
          box.scrollTop = this.top;
        });
      }
    }
  }

  /** The row that is, or is in, an element; −1 for none. */
  indexOf(element: Element | null): number {
    const row = element?.closest('tr');
    return row && this.body.contains(row) ? Number(row.getAttribute('aria-rowindex')) - 2 : -1;
  }

  private get body(): HTMLTableSectionElement {
    return this.table.tBodies[0];
  }

  private get isLookedAt(): boolean {
    return this.seen || this.body.contains(document.activeElement);
  }

  /** Makes the rows that have come into view, and takes out those that have left it. */
  private fill(beyond = BEYOND): void {
    const { body, drawn, sizes, length } = this;
    const [from, end] = this.isLookedAt
      ? windowAt(this.top, length, sizes, beyond)
      : windowAt((this.index ?? 0) * sizes.row, length, { ...sizes, box: sizes.head + sizes.row }, AT_ONCE);
    const held = body.contains(document.activeElement);
    if (!held && drawn.size > 0 && Array.from(drawn.keys()).every(index => index < from || index >= end)) {
      // All are others: each becomes one of these where it stands.
      drawn.clear();
      Array.from(body.rows).forEach((element, i) =>
        from + i < end ? this.place(from + i, element) : element.remove()
      );
    }
    for (const [index, element] of drawn) {
      if (index < from || index >= end) {
        element.remove();
        drawn.delete(index);
      }
    }
    let before: Element | null = null;
    for (let index = end - 1; index >= from; index--) {
      let element = drawn.get(index);
      if (!element) {
        element = this.place(index);
        body.insertBefore(element, before);
      }
      before = element;
    }
    this.table.style.marginTop = `${from * sizes.row}px`;
    this.table.style.marginBottom = `${(length - end) * sizes.row}px`;
    if (held && !body.contains(document.activeElement)) {
      // The row with the focus was scrolled away: without it the next key would go to the notebook.
      body.rows[Math.min(beyond, body.rows.length - 1)]?.focus({ preventScroll: true });
    }
  }

  /** A row for an index: a new one, or what another becomes; in the place of that one where it is none. */
  private place(index: number, old?: HTMLTableRowElement): HTMLTableRowElement {
    const element = this.make(index, old);
    if (old && old !== element) {
      old.replaceWith(element);
    }
    element.tabIndex = -1;
    element.setAttribute('aria-rowindex', String(index + 2));
    this.update(element, index);
    this.drawn.set(index, element);
    return element;
  }
}
