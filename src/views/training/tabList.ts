import { h, setAttributes } from '../page/dom';

/** A row of tabs with one Tab stop; ← and → choose. Source: WAI-ARIA Authoring Practices, tabs. */
export class TabList {
  readonly element: HTMLElement;
  private readonly buttons = new Map<string, HTMLButtonElement>();

  /**
   * @param label the accessible name
   * @param panel the element whose content the tabs choose
   */
  constructor(
    label: string,
    private readonly panel: HTMLElement,
    private readonly choose: (id: string) => void
  ) {
    this.element = h('div', { class: 'sg-tabs', role: 'tablist', 'aria-label': label });
    panel.setAttribute('role', 'tabpanel');
    this.element.addEventListener('keydown', event => this.move(event));
  }

  /** Shows the tabs; `chosen` is the id of the chosen one. */
  draw(tabs: { id: string; title: string }[], chosen: string): void {
    if (tabs.map(({ id }) => id).join('\n') !== [...this.buttons.keys()].join('\n')) {
      this.buttons.clear();
      for (const { id, title } of tabs) {
        const button = h('button', { type: 'button', role: 'tab', class: 'sg-tab', 'data-tab': id }, title);
        button.addEventListener('click', () => this.choose(id));
        this.buttons.set(id, button);
      }
      this.element.replaceChildren(...this.buttons.values());
    }
    this.buttons.forEach((button, id) => {
      setAttributes(button, { 'aria-selected': String(id === chosen), tabindex: id === chosen ? 0 : -1 });
    });
    this.panel.setAttribute('aria-label', tabs.find(({ id }) => id === chosen)?.title ?? '');
  }

  private move(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const ids = [...this.buttons.keys()];
    const at = ids.findIndex(id => this.buttons.get(id) === event.target);
    if (by !== 0 && at >= 0 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      const to = ids[(at + by + ids.length) % ids.length];
      this.choose(to);
      this.buttons.get(to)!.focus();
    }
  }
}
