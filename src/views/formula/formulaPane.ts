import { h } from '../page/dom';
import { speak } from './formula';

/** A part of a pane, or a function that makes it, if possible by changing the part that stood in its place. */
export type PanePart = HTMLElement | ((old?: Element) => HTMLElement);

/** Smallest number of parts that a step makes, and of formulas that get their MathML in one task. */
const BATCH = 8;
/** Parts made below the fold in one task. */
const BELOW = 4;
/** Mean height of a part, in px: so many are made at once that they fill the pane. */
const PART = 52;
/** Height below the fold in which parts are made, relative to the height of the pane. */
const MARGIN = 0.25;
/** Delay before parts below the fold and MathML are made, in ms: after the frame that shows the others. */
const AFTER = 80;
/** Height of a line that is not made yet, in px: a gradient is 56 px high, the sum over its samples 130 px. */
const LINE = 80;

/**
 * A scrolling pane of formulas. A step makes those that fill the pane; an observer makes the parts below them, and a
 * few below the fold. Making all of them in the step took twice as long for 24 operations, with
 * `content-visibility: auto` on every line (47 ms of the main thread instead of 24 ms, network 16-64-64-3).
 */
export class FormulaPane {
  readonly element = h('div', { class: 'sg-derivation-scroll', tabindex: -1 });
  /** As high as the lines that are not made yet, so that the scroll bar has its length. */
  private readonly space = h('div');
  private readonly observer: IntersectionObserver;
  /** Whether the reader has scrolled. Kept here, because reading `scrollTop` forces a layout. */
  private scrolled = false;
  /** Parts that fill the pane. */
  private fitting = BATCH;
  private later: ReturnType<typeof setTimeout> | undefined;
  /** The parts that are not made yet, and the number of lines among them. */
  private waiting: Iterator<PanePart> = [].values();
  private linesLeft = 0;
  /** The parts of the call before, and how many parts have taken their places. */
  private old: Element[] = [];
  private made = 0;

  /** @param filled called after parts were made later than `show` */
  constructor(private readonly filled: () => void) {
    const { element, space } = this;
    element.append(space);
    element.addEventListener('scroll', () => (this.scrolled = element.scrollTop > 0), { passive: true });
    this.observer = new IntersectionObserver(entries => this.onSpace(entries[entries.length - 1]), {
      root: element,
      rootMargin: `0px 0px ${100 * MARGIN}% 0px`
    });
  }

  /** The parts on the page, from the top. */
  get parts(): Element[] {
    return Array.from(this.element.children).slice(0, -1);
  }

  /**
   * Replaces the parts, each in place if possible.
   * @param parts from the top; each is made when it is needed
   * @param lines the number of formulas among them
   * @param stays whether these are the same parts with other numbers: the scroll position stays
   * @param more make this many additional parts now
   * @returns whether any element was added, replaced or removed
   */
  show(parts: Iterator<PanePart>, lines: number, stays: boolean, more = 0): boolean {
    const before = this.parts;
    const most =
      stays && (this.scrolled || more > 0) ? Math.max(this.fitting, this.made + more) : this.fitting;
    this.waiting = parts;
    this.linesLeft = lines;
    this.old = before;
    this.made = 0;
    this.make(most);
    before.slice(this.made).forEach(element => element.remove());
    if (this.scrolled && !stays) {
      this.element.scrollTop = 0;
    }
    this.observer.disconnect();
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.observer.observe(this.space);
      this.speak();
    }, AFTER);
    const { parts: now } = this;
    return now.length !== before.length || now.some((part, i) => part !== before[i]);
  }

  /** Makes further parts while what stands for them is near the viewport. */
  private onSpace({ isIntersecting, rootBounds }: IntersectionObserverEntry): void {
    // The bounds include the margin.
    const height = (rootBounds?.height ?? 0) / (1 + MARGIN);
    this.fitting = Math.max(BATCH, Math.ceil(height / PART));
    if (!isIntersecting) {
      return;
    }
    if (this.make(BELOW) > 0) {
      this.filled();
      this.speak();
      // Observing it again reports, after the next layout, whether it is still near.
      this.observer.disconnect();
      this.observer.observe(this.space);
    }
  }

  /** Writes the MathML of the formulas, a batch per task: a key pressed meanwhile waits for one batch at most. */
  private speak(): void {
    clearTimeout(this.later);
    if (speak(this.element, BATCH) > 0) {
      this.later = setTimeout(() => this.speak());
    }
  }

  /** Makes up to `most` of the waiting parts. @returns how many */
  private make(most: number): number {
    let count = 0;
    for (let next: IteratorResult<PanePart>; count < most && !(next = this.waiting.next()).done; count++) {
      const old = this.old[this.made++];
      const part = typeof next.value === 'function' ? next.value(old) : next.value;
      if (old?.parentNode !== this.element) {
        this.space.before(part);
      } else if (old !== part) {
        old.replaceWith(part);
      }
      this.linesLeft -= part.matches('.sg-line') ? 1 : 0;
    }
    // Lines of matrices and paths were not counted.
    this.linesLeft = Math.max(1, this.linesLeft);
    this.space.hidden = count < most;
    this.space.style.height = `${this.linesLeft * LINE}px`;
    return count;
  }
}
