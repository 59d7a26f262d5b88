/** JupyterLab's search in outputs, as @jupyterlab/documentsearch 4.6 changes the page. */
export class LabSearch {
  private marks: HTMLElement[] = [];
  /** What a search could not do: Lab logs it, and the search can no longer be ended. */
  readonly problems: unknown[] = [];
  private readonly observer = new MutationObserver(() => {
    try {
      this.start();
    } catch (problem) {
      this.problems.push(problem);
    }
  });

  constructor(
    private readonly root: Element,
    private readonly query: RegExp
  ) {}

  /** Marks every match, and again after every change. */
  start(): void {
    this.end();
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT, node =>
      node.parentElement!.closest('svg, canvas, title') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
    );
    const texts: Text[] = [];
    while (walker.nextNode()) {
      texts.push(walker.currentNode as Text);
    }
    for (const text of texts) {
      const parent = text.parentNode!;
      const matches = Array.from(text.data.matchAll(this.query)).reverse();
      const marks = matches.map(({ 0: found, index }) => {
        const mark = document.createElement('mark');
        mark.textContent = found;
        const rest = text.splitText(index);
        rest.textContent = rest.data.slice(found.length);
        parent.insertBefore(mark, rest);
        return mark;
      });
      this.marks.push(...marks.reverse());
    }
    this.observer.observe(this.root, { characterData: true, childList: true, subtree: true });
  }

  /** Takes every mark away. Throws for one without a parent, as Lab does. */
  end(): void {
    this.observer.disconnect();
    for (const mark of this.marks) {
      const parent = mark.parentNode!;
      parent.replaceChild(document.createTextNode(mark.textContent!), mark);
      parent.normalize();
    }
    this.marks = [];
  }
}

/** An element as HTML, without marks. */
export function unmarked(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  copy.querySelectorAll('mark').forEach(mark => mark.replaceWith(...mark.childNodes));
  copy.normalize();
  return copy.innerHTML;
}
