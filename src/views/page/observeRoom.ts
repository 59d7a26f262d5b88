import { scrollBoxOf } from './scrollBox';
import { zoomOf } from './zoom';

/**
 * Calls `fit` with an element's width and the height of the window that it scrolls in, both in px of the element's own
 * layout, at once and after every change of one of them; not while the element is hidden.
 * @returns the observer, to be disconnected when the view is disposed of
 */
export function observeRoom(element: Element, fit: (width: number, height: number) => void): ResizeObserver {
  let box: Element | null = null;
  let last = '';
  const observer = new ResizeObserver(entries => {
    const shown = entries.find(({ target }) => target === element);
    if (shown && shown.contentRect.width > 0 && !box?.contains(element)) {
      // Lab puts an output into the page after its view is made, and may move a notebook.
      box = scrollBoxOf(element) ?? document.documentElement;
      observer.observe(box);
    }
    const width = shown?.contentRect.width ?? element.clientWidth;
    const height = box ? box.clientHeight / zoomOf(element) : 0;
    const room = `${Math.round(width)} ${Math.round(height)}`;
    if (width > 0 && height > 0 && room !== last) {
      last = room;
      fit(width, height);
    }
  });
  observer.observe(element);
  return observer;
}
