import { formatNumber } from '../../derivation';
import { h } from '../page/dom';
import { Roving } from '../page/roving';
import { Translate, sentenceNodes } from '../page/translate';
import { InspectorEntry, isRestored } from './entries';
import type { InspectorModel } from './inspectorModel';

/** A ratio in percent, to two digits. */
const percent = (x: number): string => (Number.isFinite(x) ? `${formatNumber(x * 100, 2)} %` : '—');

/** The tooltip of an entry's two losses. */
function lossTitle({ payload }: InspectorEntry, translate: Translate): string {
  if (payload.kind !== 'history') {
    return translate('loss before → after');
  }
  return isRestored(payload)
    ? translate('training loss over the first epoch → over the best, whose weights it has')
    : translate('training loss over the first epoch → over the last');
}

/** The cells of the notebook that show weights, in order; one is chosen. */
export class EntryList {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly roving: Roving;
  private drawn: InspectorEntry[] | null = null;
  /** The id of the entry last scrolled into view. */
  private shown = '';

  constructor(
    private readonly model: InspectorModel,
    private readonly translate: Translate
  ) {
    this.list = h('div', { class: 'sg-entries', role: 'listbox', 'aria-label': translate('Cells') });
    this.element = this.list;
    this.roving = new Roving(this.list, '[role=option]');
    this.list.addEventListener('click', event => this.choose(event.target as Element));
    this.list.addEventListener('keydown', event => this.keys(event));
  }

  draw(): void {
    const { model } = this;
    if (this.drawn !== model.entries) {
      const held = this.list.contains(document.activeElement);
      this.drawn = model.entries;
      const newest = Math.max(0, ...model.entries.map(({ kernel }) => kernel));
      this.list.replaceChildren(...model.entries.map(entry => this.row(entry, entry.kernel < newest)));
      if (held) {
        this.roving.focus();
      }
    }
    for (const element of this.list.querySelectorAll<HTMLElement>('[role=option]')) {
      const chosen = element.dataset.entry === model.chosen?.id;
      element.setAttribute('aria-selected', String(chosen));
    }
    this.roving.refresh();
    const id = model.chosen?.id ?? '';
    if (id !== this.shown) {
      this.shown = id;
      this.reveal(this.list.querySelector<HTMLElement>('[aria-selected=true]'));
    }
  }

  /** Scrolls the list, not the page, by the least amount. */
  private reveal(element: HTMLElement | null): void {
    if (element) {
      const top = element.offsetTop - this.list.offsetTop;
      const least = top + element.offsetHeight - this.list.clientHeight;
      this.list.scrollTop = Math.min(top, Math.max(this.list.scrollTop, least));
    }
  }

  /** @param earlier whether it was run by an earlier kernel than the newest entries */
  private row(entry: InspectorEntry, earlier: boolean): HTMLElement {
    const { translate } = this;
    const { before, after } = entry.loss;
    const number = (x: number): HTMLElement =>
      h('span', { class: 'sg-number sg-loss', 'data-value': x }, formatNumber(x, this.model.digits));
    const loss: (Node | string)[] =
      before === null ? [] : ['L ', number(before), ...(after === null ? [] : [' → ', number(after)])];
    const change =
      entry.change === null
        ? []
        : ['Δ ', h('span', { class: 'sg-number', 'data-value': entry.change }, percent(entry.change))];
    return h(
      'div',
      { role: 'option', class: 'sg-entry', 'data-entry': entry.id },
      h('span', { class: 'sg-entry-cell' }, `[${entry.count ?? ' '}]`),
      h(
        'span',
        {
          class: 'sg-entry-model',
          title: translate('m1, m2, …: models, numbered in the order in which the kernel first used them')
        },
        entry.modelId
      ),
      h(
        'span',
        { class: 'sg-entry-what' },
        ...sentenceNodes(entry.happened, translate),
        ...(earlier ? [h('span', { class: 'sg-earlier' }, ` · ${translate('an earlier kernel')}`)] : [])
      ),
      h('span', { class: 'sg-entry-loss', title: lossTitle(entry, translate) }, ...loss),
      h(
        'span',
        {
          class: 'sg-entry-change',
          title: translate('size of the change: ‖after − before‖ / ‖before‖')
        },
        ...change
      )
    );
  }

  private choose(target: Element): void {
    const id = target.closest<HTMLElement>('[data-entry]')?.dataset.entry;
    if (id) {
      this.model.choose(id);
    }
  }

  private keys(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      this.roving.move(event.key === 'ArrowDown' ? 1 : -1);
      this.choose(event.target as Element);
      this.choose(document.activeElement!);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.choose(event.target as Element);
    }
  }
}
