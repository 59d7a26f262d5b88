import type { Widget } from '@lumino/widgets';
import { scrollBoxOf } from '../views/page/scrollBox';

/** The distance from the window within which an output is drawn, in heights of the window. */
const NEAR = 1;
/** Newer than TypeScript's library: the margin of scroll boxes within the window, such as a notebook's. */
type Options = IntersectionObserverInit & { scrollMargin?: string };

/**
 * Calls `changed` when an element comes near the window and when it leaves, and once soon. The element is in the page.
 * @returns a function that stops it
 */
export function followNearness(element: Element, changed: (near: boolean) => void): () => void {
  if (!canObserve()) {
    return () => undefined;
  }
  const margin = `${100 * NEAR}% 0px`;
  // Boxes of Lab around the notebook clip without scrolling, and have no margin: begin within them.
  const options: Options = { root: scrollBoxOf(element), rootMargin: margin, scrollMargin: margin };
  const observer = new IntersectionObserver(
    entries => changed(entries[entries.length - 1].isIntersecting),
    options
  );
  observer.observe(element);
  return () => observer.disconnect();
}

/** Whether an output is in no part of the page that is shown, or far from the window. */
export function isFar(widget: Widget): boolean {
  if (!canObserve()) {
    return false;
  }
  for (let each: Widget | null = widget; each; each = each.parent) {
    if (each.isHidden) {
      return true;
    }
  }
  const { top, bottom } = widget.node.getBoundingClientRect();
  const reach = NEAR * window.innerHeight;
  return !widget.node.isConnected || bottom < -reach || top > window.innerHeight + reach;
}

/** Without an observer every output is drawn at once. */
const canObserve = (): boolean => typeof IntersectionObserver !== 'undefined';
