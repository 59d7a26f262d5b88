/**
 * Page px per px of an element's own layout: more than 1 where the reader has enlarged the notebook's text. Places of
 * the pointer and of `getBoundingClientRect` are in page px.
 */
export const zoomOf = (element: Element): number =>
  // Undefined in browsers without a standard zoom.
  (element as { currentCSSZoom?: number }).currentCSSZoom ?? 1;
