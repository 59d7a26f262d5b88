import { h, update } from '../page/dom';
import { drawSafely } from '../page/drawSafely';
import { speak } from '../formula/formula';
import { Lens, LensKind, lenses } from '../lenses';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** Delay of the MathML of formulas, in ms: it is made after the frame that shows them. */
const AFTER = 40;

/** The lenses of a trace as tabs. All panels have the same height: changing tabs moves nothing below. */
export class LensTabs {
  readonly element = h('div', { class: 'sg-closer' });
  private spoken: ReturnType<typeof setTimeout> | undefined;
  private readonly tabs: { kind: LensKind; lens: Lens; tab: HTMLButtonElement; panel: HTMLElement }[] = [];

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate,
    hides: (part: string) => boolean = () => false
  ) {
    const list = h('div', { class: 'sg-tabs', role: 'tablist', 'aria-label': translate('Look closer') });
    this.element.append(list);
    for (const kind of lenses) {
      const lens = hides('lenses') || hides(kind.id) ? null : kind.make(model, translate);
      if (lens) {
        const tab = h(
          'button',
          { type: 'button', role: 'tab', class: 'sg-tab', 'data-lens': kind.id },
          translate(kind.title)
        );
        tab.addEventListener('click', () => {
          model.lens = kind.id;
        });
        const panel = h('div', {
          class: 'sg-lens',
          role: 'tabpanel',
          tabindex: -1,
          'aria-label': translate(kind.title)
        });
        list.append(tab);
        this.element.append(panel);
        this.tabs.push({ kind, lens, tab, panel });
      }
    }
    this.element.hidden = this.tabs.length === 0;
    this.element.addEventListener('keydown', event => this.leave(event));
  }

  /** Tab goes to the lens's next control, Shift+Tab to the previous one or the tab: ↑ and ↓ belong to the control. */
  private leave(event: KeyboardEvent): void {
    const controls = 'select[data-stop], input[data-stop]';
    const target = event.target as HTMLElement;
    const open = this.tabs.find(({ panel }) => panel.contains(target));
    if (event.key === 'Tab' && open && target.matches(controls)) {
      const stops = [open.tab, ...open.panel.querySelectorAll<HTMLElement>(controls)];
      const next = stops[stops.indexOf(target) + (event.shiftKey ? -1 : 1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  }

  /** Opens the n-th lens, from 0, if it exists. */
  open(n: number): void {
    const tab = this.tabs[n];
    if (tab) {
      this.model.lens = tab.kind.id;
    }
  }

  /** @param width available, in px */
  resize(width: number): void {
    this.tabs.forEach(({ lens }) => lens.resize?.(width));
  }

  draw(): void {
    const open = this.tabs.find(({ kind }) => kind.id === this.model.lens) ?? this.tabs[0];
    for (const each of this.tabs) {
      update(each.tab, { 'aria-selected': String(each === open) });
      update(each.panel, { hidden: each !== open });
      // A closed lens is not redrawn, so it leaves the page: no number on the page may be stale.
      if (each !== open) {
        each.lens.element.remove();
      } else if (!each.panel.contains(each.lens.element)) {
        each.panel.append(each.lens.element);
      }
    }
    if (open) {
      drawSafely(open.lens.element, this.translate, () => open.lens.draw());
    }
    clearTimeout(this.spoken);
    this.spoken = setTimeout(() => open && speak(open.lens.element), AFTER);
  }
}
