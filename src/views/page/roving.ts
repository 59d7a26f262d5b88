/**
 * One Tab stop for many things: ↑ and ↓ move among them, Tab goes past them all.
 * Source: WAI-ARIA Authoring Practices, roving tabindex.
 */
export class Roving {
  private current: HTMLElement | SVGElement | null = null;

  /**
   * @param container what holds the items
   * @param selector which of its elements are items
   * @param home the item that Tab comes to, where not the last one; its own keys may need ↑ and ↓
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

  /** After the items have changed. */
  refresh(): void {
    const { all } = this;
    const stop =
      all.find(item => item === this.current && isOpen(item)) ??
      all.find(item => this.home && item.matches(this.home) && isOpen(item)) ??
      all.find(isOpen);
    for (const item of all) {
      const index = item === stop ? '0' : '-1';
      // Most have it already, and to write an attribute is to have the page styled again.
      if (item.getAttribute('tabindex') !== index) {
        item.setAttribute('tabindex', index);
      }
    }
  }

  /** Moves on from the item that has the focus. @returns whether there was one */
  move(by: 1 | -1): boolean {
    const items = this.items;
    const focused = document.activeElement;
    // The focus may be inside an item, on a number that can be changed.
    const at = items.findIndex(item => item === focused || (focused !== null && item.contains(focused)));
    if (at < 0) {
      return false;
    }
    items[(at + by + items.length) % items.length].focus();
    return true;
  }

  /** Takes the focus, where Tab comes to. @returns whether there is such a place */
  focus(): boolean {
    const stop = this.items.find(item => item.getAttribute('tabindex') === '0');
    stop?.focus({ preventScroll: true });
    return stop !== undefined;
  }

  /** Whether it is here that the focus is. */
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

/** Whether it can have the focus now: not what is disabled or hidden, nor what a closed <details> hides. */
const isOpen = (item: Element): boolean =>
  !item.matches(
    ':disabled, [hidden], [hidden] *, .sg-gone, details:not([open]) > :not(summary), details:not([open]) > :not(summary) *'
  );
