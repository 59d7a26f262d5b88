/**
 * Keeps letters, Delete and Backspace that are pressed in an output from the notebook, where `x` would cut the cell
 * and `d d` delete it. Keys with Ctrl, Cmd or Alt, Shift+Enter, Escape, the arrows and Tab reach the notebook unless a
 * view uses them.
 * @returns a function that stops listening outside the element
 */
export function keepKeys(element: HTMLElement): () => void {
  element.addEventListener('keydown', event => {
    if (isKept(event)) {
      event.stopPropagation();
    }
  });
  // Notebook 7 looks for shortcuts in the capture phase: an attribute tells it to skip a key.
  const suppress = (event: KeyboardEvent): void => {
    if (isKept(event) && element.contains(event.target as Node)) {
      element.setAttribute('data-lm-suppress-shortcuts', 'true');
      setTimeout(() => element.removeAttribute('data-lm-suppress-shortcuts'));
    }
  };
  window.addEventListener('keydown', suppress, { capture: true });
  return () => window.removeEventListener('keydown', suppress, { capture: true });
}

const isKept = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && (Array.from(key).length === 1 || /^(Delete|Backspace)$/.test(key));
