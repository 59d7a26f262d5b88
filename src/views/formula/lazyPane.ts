import { h } from '../page/dom';
import { speak } from './formula';

/** A part of what a pane shows, or what makes it of what stood in its place before. */
export type PanePart = HTMLElement | ((old?: Element) => HTMLElement);

/** So many parts are made at once at least; what is below those that can be seen, after their frame, in ms. */
const AT_ONCE = 8;
const AFTER = 80;
/** How many parts are made at a time to fill what can be seen. */
const FEW = 2;
/** What stands for a line that is not made yet, in px: a gradient is 56 high, the sum of its samples 130. */
const LINE = 80;

/**
 * A pane of formulas that is filled as far as can be seen, and by as much again while the pointer or the focus is in
 * it: of 64, all would have to be taken out again at the next step.
 */
export class LazyPane {
  readonly element = h('div', { class: 'sg-derivation-scroll', tabindex: -1 });
  /** Whether the reader has scrolled in it: known, not read from the page. */
  private scrolled = false;
  /** Whether the pointer or the focus is in it. */
  private near = false;
  /** How many parts could be seen: as many are drawn at once at the next step, and nothing flickers. */
  private seen = AT_ONCE;
  private rest: ReturnType<typeof setTimeout> | undefined;
  /** What is to be shown, as far as it is not made yet, and how many of its lines that are. */
  private parts: Iterator<PanePart> = [].values();
  private linesLeft = 0;
  /** As high as these are, about: the scroll bar is as long as it will be. */
  private readonly space = h('div');
  /** What stood here before, and how many parts have taken its place. */
  private old: Element[] = [];
  private drawn = 0;

  /**
   * @param prepare told before parts are made later than `show`
   * @param filled told when they are
   */
  constructor(
    private readonly prepare: () => void,
    private readonly filled: () => void
  ) {
    this.element.append(this.space);
    for (const come of ['pointerenter', 'focusin']) {
      this.element.addEventListener(come, () => {
        this.near = true;
        this.rest ??= setTimeout(() => this.go());
      });
    }
    this.element.addEventListener('pointerleave', () => (this.near = this.has(document.activeElement)));
    this.element.addEventListener('focusout', event => (this.near = this.has(event.relatedTarget)));
    this.element.addEventListener(
      'scroll',
      () => {
        this.scrolled = this.element.scrollTop > 0;
        this.rest ??= setTimeout(() => this.go());
      },
      { passive: true }
    );
  }

  /** What is made of what it shows, from the top. */
  get made(): Element[] {
    return Array.from(this.element.children).slice(0, -1);
  }

  /**
   * Shows other parts.
   * @param parts from the top: made as they are asked for
   * @param lines how many of them are formulas
   * @param stays whether it is the same with other numbers: where the reader has scrolled, it must not move
   * @param more so many more of them than before, at once
   * @returns whether other elements are there than before
   */
  show(parts: Iterator<PanePart>, lines: number, stays: boolean, more = 0): boolean {
    this.parts = parts;
    this.linesLeft = lines;
    const most = stays && (this.scrolled || more > 0) ? Math.max(this.seen, this.drawn + more) : this.seen;
    this.old = this.made;
    this.drawn = 0;
    this.put(most);
    // What is drawn later must not be there as it was.
    this.old.slice(this.drawn).forEach(element => element.remove());
    const { made } = this;
    const others = made.length !== this.old.length || made.some((part, i) => part !== this.old[i]);
    if (this.scrolled && !stays) {
      this.element.scrollTop = 0;
    }
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.go(), AFTER);
    return others;
  }

  /** Goes on with what is below the part that can be seen: a few formulas, then other things have their turn. */
  private go(): void {
    const { element, near } = this;
    this.rest = undefined;
    this.prepare();
    const { bottom, height } = element.getBoundingClientRect();
    if (!this.scrolled) {
      const seen = this.made.filter(part => part.getBoundingClientRect().top < bottom);
      this.seen = Math.max(AT_ONCE, seen.length);
    }
    const end = this.space.getBoundingClientRect().top;
    const drawn = end <= bottom + (near ? height : 0) ? this.put(near ? AT_ONCE : FEW) : 0;
    if (drawn > 0) {
      this.filled();
    }
    if (drawn > 0 || speak(element, AT_ONCE) > 0) {
      this.rest = setTimeout(() => this.go());
    }
  }

  private has(target: EventTarget | null): boolean {
    return target instanceof Node && this.element.contains(target);
  }

  /**
   * Draws the next parts, up to some number, each by changing what stood in its place before, where it can be.
   * @returns how many
   */
  private put(most: number): number {
    let count = 0;
    for (let next: IteratorResult<PanePart>; count < most && !(next = this.parts.next()).done; count++) {
      const old = this.old[this.drawn];
      const part = typeof next.value === 'function' ? next.value(old) : next.value;
      if (old?.parentNode !== this.element) {
        this.space.before(part);
      } else if (old !== part) {
        old.replaceWith(part);
      }
      this.drawn++;
      this.linesLeft -= part.matches('.sg-line') ? 1 : 0;
    }
    // Those of matrices and paths were not counted.
    this.linesLeft = Math.max(1, this.linesLeft);
    this.space.hidden = count < most;
    this.space.style.height = `${this.linesLeft * LINE}px`;
    return count;
  }
}
