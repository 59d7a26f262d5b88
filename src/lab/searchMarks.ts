/**
 * Keeps JupyterLab's search in outputs able to end. The search puts `<mark>`s around the texts that it finds and at
 * last replaces each one in its parent; it fails for a mark without a parent. A view that writes another text removes
 * the marks in the old one: these get a parent outside the page.
 *
 * Must be called before a search begins, since observers are called in the order in which they were made.
 * @returns the observer, to be disconnected when the element is no longer used
 */
export function holdSearchMarks(element: Element): MutationObserver {
  const observer = new MutationObserver(records => {
    for (const { removedNodes } of records) {
      removedNodes.forEach(node => {
        if (node.nodeName === 'MARK' && node.parentNode === null) {
          document.createElement('span').append(node);
        }
      });
    }
  });
  observer.observe(element, { childList: true, subtree: true });
  return observer;
}
