/** The outermost box around an element that scrolls up and down, such as a notebook; null for the window. */
export function scrollBoxOf(element: Element): Element | null {
  let box: Element | null = null;
  for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowY)) {
      box = each;
    }
  }
  return box;
}
