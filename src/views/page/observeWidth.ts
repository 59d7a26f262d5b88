/**
 * Calls `fit` with an element's width, in px, at once and after every change of it; not while it is hidden.
 * @returns the observer, to be disconnected when the view is disposed of
 */
export function observeWidth(element: Element, fit: (width: number) => void): ResizeObserver {
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width > 0) {
      fit(contentRect.width);
    }
  });
  observer.observe(element);
  return observer;
}
