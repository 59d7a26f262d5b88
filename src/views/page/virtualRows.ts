/*
 * Ours instead of @tanstack/virtual-core (read at 3.19.11, not measured): virtual-core takes its range from the scroll
 * event, which comes after a step's frame has begun, and a step has to show its rows in the task of its key. With rows
 * of one height it would replace `windowAt` and `topFor` alone, a dozen lines of arithmetic; recycling rows, spacers,
 * aria-rowindex and keeping the focus would still be ours.
 */

/** Heights that all rows of a table have in common, in px. */
export interface RowSizes {
  row: number;
  /** Height of the heading, which stays at the top. */
  head: number;
  /** Height of the scroll box when not all rows fit. */
  box: number;
}

/** A table of at most this many rows is rendered whole. */
export const WHOLE = 200;
/** Overscan: rows rendered above and below the viewport. Each is redrawn in every step: 12 cost 4 ms more than 4. */
const OVERSCAN = 4;

/**
 * The rows to render, from the first to before the last.
 * @param top how far the box is scrolled, in px
 */
export function windowAt(top: number, length: number, { row, head, box }: RowSizes): [number, number] {
  if (length <= WHOLE) {
    return [0, length];
  }
  const first = Math.floor(top / row) - OVERSCAN;
  const end = Math.ceil((top + box - head) / row) + OVERSCAN;
  return [Math.max(0, Math.min(first, length)), Math.max(0, Math.min(end, length))];
}

/**
 * The scroll position, in px, that is nearest to `top` and shows `count` rows from `index`. If they don't all fit, it
 * shows the first of them.
 */
export function topFor(index: number, count: number, top: number, { row, head, box }: RowSizes): number {
  const last = (index + count) * row - (box - head);
  return Math.max(0, Math.min(Math.max(top, last), index * row));
}

/**
 * A windowed table: renders only the rows in and near the viewport of its scroll box, so that a hundred thousand rows
 * cost as much as thirty. All rows have one height; margins stand for the rows that are not rendered.
 */
export class VirtualRows {
  private readonly rendered = new Map<number, HTMLTableRowElement>();
  private readonly body: HTMLTableSectionElement;
  private length = 0;
  /** The scroll position, in px. Kept here, because reading `scrollTop` forces a layout. */
  private top = 0;
  /** The scroll position that the box was last given. */
  private given = 0;

  /**
   * @param box the scroll box, which holds nothing but the table
   * @param make returns a new row, or turns `old` into the row of another index; `update` may fill in its numbers
   * @param update brings a rendered row up to date
   * @param filled called after scrolling has changed the rendered rows
   */
  constructor(
    private readonly box: HTMLElement,
    private readonly table: HTMLTableElement,
    private readonly sizes: RowSizes,
    private readonly make: (index: number, old?: HTMLTableRowElement) => HTMLTableRowElement,
    private readonly update: (element: HTMLTableRowElement, index: number) => void = () => undefined,
    filled: () => void = () => undefined
  ) {
    [this.body] = table.tBodies;
    const follow = (): void => {
      // Our own scrolling fires this event too.
      if (Math.abs(box.scrollTop - this.top) >= 1) {
        this.top = this.given = box.scrollTop;
        this.fill();
        filled();
      }
    };
    box.addEventListener('scroll', follow, { passive: true });
  }

  /** Replaces all rows: `draw` makes new ones. */
  reset(length: number): void {
    this.length = length;
    this.rendered.forEach(element => element.remove());
    this.rendered.clear();
    this.table.setAttribute('aria-rowcount', String(length + 1));
  }

  /**
   * Updates the rendered rows.
   * @param index a row to bring into view; the box itself is scrolled by `scroll`
   * @param count the number of rows, from `index`, to bring into view
   */
  draw(index: number | null = null, count = 1): void {
    if (index !== null) {
      this.top = topFor(index, count, this.top, this.sizes);
    }
    this.fill();
    this.rendered.forEach((element, i) => this.update(element, i));
  }

  /** Scrolls the box to the rows of the last `draw`. Forces a layout: call it after the rest of the page is written. */
  scroll(): void {
    const { box, top } = this;
    if (top === this.given) {
      return;
    }
    this.given = box.scrollTop = top;
    if (Math.abs(box.scrollTop - top) >= 1) {
      // The box is not attached to the page yet.
      requestAnimationFrame(() => {
        box.scrollTop = this.top;
      });
    }
  }

  /** The index of the row that is, or contains, `element`; −1 if there is none. */
  indexOf(element: Element | null): number {
    const row = element?.closest('tr');
    return row && this.body.contains(row) ? Number(row.getAttribute('aria-rowindex')) - 2 : -1;
  }

  /** Renders the rows of the window, and removes the rows that have left it. */
  private fill(): void {
    const { body, rendered, sizes, length } = this;
    const [from, end] = windowAt(this.top, length, sizes);
    const held = body.contains(document.activeElement);
    const left = Array.from(rendered.keys()).filter(index => index < from || index >= end);
    if (!held && left.length > 0 && left.length === rendered.size) {
      // After a jump, recycle the rows in place.
      rendered.clear();
      Array.from(body.rows).forEach((element, i) =>
        from + i < end ? this.place(from + i, element) : element.remove()
      );
    } else {
      left.forEach(index => {
        rendered.get(index)!.remove();
        rendered.delete(index);
      });
    }
    let next: Element | null = null;
    for (let index = end - 1; index >= from; index--) {
      let element = rendered.get(index);
      if (!element) {
        element = this.place(index);
        body.insertBefore(element, next);
      }
      next = element;
    }
    this.table.style.marginTop = `${from * sizes.row}px`;
    this.table.style.marginBottom = `${(length - end) * sizes.row}px`;
    if (held && !body.contains(document.activeElement)) {
      // The focused row was removed. Without a focused row, the next key would go to the notebook.
      body.rows[Math.min(OVERSCAN, body.rows.length - 1)]?.focus({ preventScroll: true });
    }
  }

  /** The row for an index. Recycles `old` if possible, otherwise replaces it. */
  private place(index: number, old?: HTMLTableRowElement): HTMLTableRowElement {
    const element = this.make(index, old);
    if (old && old !== element) {
      old.replaceWith(element);
    }
    element.tabIndex = -1;
    element.setAttribute('aria-rowindex', String(index + 2));
    this.update(element, index);
    this.rendered.set(index, element);
    return element;
  }
}
