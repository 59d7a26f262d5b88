/**
 * A place for text in an element, between two neighbours that stay. Other programs may change the text nodes there:
 * JupyterLab's search in outputs splits them around `<mark>`s and later joins them, possibly to another node.
 */
export class TextSlot {
  private readonly parent: Node;
  private readonly before: Node | null;
  private readonly after: Node | null;

  /** @param text without text nodes as neighbours */
  constructor(private text: Text) {
    this.parent = text.parentNode!;
    this.before = text.previousSibling;
    this.after = text.nextSibling;
  }

  /** Writes a text; leaves the nodes as they are if they have it. */
  write(data: string): void {
    const nodes = this.nodes();
    if (nodes.length === 1 && nodes[0] === this.text) {
      if (this.text.data !== data) {
        this.text.data = data;
      }
    } else if (nodes.map(({ textContent }) => textContent).join('') !== data) {
      nodes.forEach(node => node.remove());
      this.text = document.createTextNode(data);
      this.parent.insertBefore(this.text, this.after);
    }
  }

  private nodes(): ChildNode[] {
    const nodes: ChildNode[] = [];
    let node = this.before ? this.before.nextSibling : this.parent.firstChild;
    for (; node && node !== this.after; node = node.nextSibling) {
      nodes.push(node);
    }
    return nodes;
  }
}
