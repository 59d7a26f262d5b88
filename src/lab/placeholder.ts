/** The heights of views that were not drawn yet, in px, until one of their kind is: those of small networks. */
const HEIGHTS: Record<string, number> = { trace: 900, history: 620, comparison: 520, model: 420, check: 240 };
const OTHER = 120;
/** At most so many letters of the plain text stand in a placeholder. */
const LETTERS = 2000;

/**
 * What stands for a view that is far from the window: a box of the height that the view had, or that the last one of
 * its kind had, with the output's plain text for a search and a screen reader.
 */
export class Placeholder {
  readonly element = document.createElement('div');
  private own = 0;
  private kind = '';
  private key = '';

  /** @param heights the last height of each kind, shared by all outputs, in px */
  constructor(private readonly heights: Map<string, number>) {
    this.element.className = 'sg-root sg-far';
  }

  /** @param text the output as plain text */
  describe(data: unknown, text: string): void {
    const { kind, view } = Object(data) as { kind?: unknown; view?: unknown };
    this.kind = String(kind);
    this.key = `${this.kind} ${JSON.stringify(view)}`;
    this.element.textContent = text.slice(0, LETTERS);
    this.resize();
  }

  /** Takes the height of the view that it will stand for, in px. */
  measure(height: number): void {
    if (height > 0) {
      this.own = height;
      this.heights.set(this.key, height);
      this.resize();
    }
  }

  private resize(): void {
    const height = this.own || this.heights.get(this.key) || (HEIGHTS[this.kind] ?? OTHER);
    this.element.style.height = `${Math.round(height)}px`;
  }
}
