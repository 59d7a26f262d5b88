/**
 * A roving tabindex: many items are one Tab stop, and ↑ and ↓ move among them.
 * Source: WAI-ARIA Authoring Practices, roving tabindex.
 */
export class Roving {
  private current: HTMLElement | SVGElement | null = null;

  /**
   * @param container holds the items
   * @param selector matches the items
   * @param home matches the item that Tab always goes to; by default Tab goes to the last focused item. For
   * containers with items that need ↑ and ↓ themselves
   */
  constructor(
    private readonly container: Element,
    private readonly selector: string,
    private readonly home?: string
  ) {
    container.addEventListener('focusin', event => {
      const item = (event.target as Element).closest<HTMLElement>(this.selector);
      if (item && item !== this.current && !this.home) {
        this.current = item;
        this.refresh();
      }
    });
  }

  /** Updates the Tab stop after the items have changed. */
  refresh(): void {
    const { all } = this;
    const stop =
      all.find(item => item === this.current && isOpen(item)) ??
      all.find(item => this.home && item.matches(this.home) && isOpen(item)) ??
      all.find(isOpen);
    for (const item of all) {
      const index = item === stop ? '0' : '-1';
      // Writes only changes: every write costs a style pass.
      if (item.getAttribute('tabindex') !== index) {
        item.setAttribute('tabindex', index);
      }
    }
  }

  /** Moves the focus to the next or previous item, cyclically. @returns whether an item had the focus */
  move(by: 1 | -1): boolean {
    const items = this.items;
    const focused = document.activeElement;
    // The focus may be inside an item, on an editable number.
    const at = items.findIndex(item => item === focused || (focused !== null && item.contains(focused)));
    if (at < 0) {
      return false;
    }
    items[(at + by + items.length) % items.length].focus();
    return true;
  }

  /** Focuses the Tab stop. @returns whether there is one */
  focus(): boolean {
    const stop = this.items.find(item => item.getAttribute('tabindex') === '0');
    stop?.focus({ preventScroll: true });
    return stop !== undefined;
  }

  /** Whether the container holds an element. */
  has(element: Element | null): boolean {
    return element !== null && this.container.contains(element);
  }

  private get items(): (HTMLElement | SVGElement)[] {
    return this.all.filter(isOpen);
  }

  private get all(): (HTMLElement | SVGElement)[] {
    return Array.from(this.container.querySelectorAll<HTMLElement | SVGElement>(this.selector));
  }
}

/** Whether an item can take the focus: it is neither disabled nor hidden, nor inside a closed <details>. */
const isOpen = (item: Element): boolean =>
  !item.matches(
    ':disabled, [hidden], [hidden] *, .sg-gone, details:not([open]) > :not(summary), details:not([open]) > :not(summary) *'
  );
