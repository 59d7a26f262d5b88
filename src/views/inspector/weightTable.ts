import { columnFormat, formatNumber } from '../../derivation';
import { parseAddress, formatAddress } from '../../trace';
import { h } from '../page/dom';
import type { Translate } from '../page/translate';
import { RowSizes, VirtualRows } from '../page/virtualRows';
import { ColumnName, addressOf, columnNames } from './columns';
import type { InspectorModel } from './inspectorModel';

/** Heights of a row and of the heading, in px. */
const LINE = { row: 25, head: 29 };
/** Heights where the numbers of a row take two lines, in px. */
const STACKED = { row: 44, head: 46 };
/** The width, in px, below which a name and five numbers do not fit in one line. */
const ONE_LINE = 450;
/** A column's number format is made from at most this many of its numbers. */
const LOOKED_AT = 2000;

const roles: Record<ColumnName, string> = {
  before: 'weight',
  grad: 'gradient',
  step: 'rate',
  after: 'weight',
  relative: 'rate'
};

/** Every weight of the chosen cell: before, gradient, step, after, relative change. */
export class WeightTable {
  readonly element: HTMLElement;
  // Roles are written out: a table whose rows are grids is none for every browser.
  private readonly head = h('tr', { role: 'row' });
  private readonly body = h('tbody', { role: 'rowgroup' });
  private readonly box: HTMLElement;
  private readonly sizes: RowSizes = { ...LINE, box: 300 };
  private readonly rows: VirtualRows;
  private order: Uint32Array | null = null;
  private formats = new Map<ColumnName, (x: number) => string>();
  private drawn: unknown = null;
  private revealed = '';
  /** The selected weight's index in the order; −1 if it is not in it. */
  private selectedAt = -1;
  private width = ONE_LINE;

  constructor(
    private readonly model: InspectorModel,
    private readonly translate: Translate
  ) {
    const table = h(
      'table',
      { class: 'sg-parameters sg-weights', role: 'table', 'aria-label': translate('Weights') },
      h('thead', { role: 'rowgroup' }, this.head),
      this.body
    );
    this.box = h('div', { class: 'sg-table-scroll sg-weights-scroll' }, table);
    this.element = h('div', { class: 'sg-weights-table' }, this.box);
    this.rows = new VirtualRows(
      this.box,
      table,
      this.sizes,
      row => this.makeRow(row),
      (element, row) => this.mark(element, row)
    );
    this.body.addEventListener('click', event => this.choose(event.target as Element));
    this.body.addEventListener('keydown', event => this.keys(event));
  }

  /** @param width available, in px */
  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    const { model } = this;
    const { columns, order } = model;
    this.element.hidden = !columns;
    if (!columns) {
      return;
    }
    this.stack(this.width < ONE_LINE && this.shown.length > 2);
    const held = this.body.contains(document.activeElement);
    this.drawHead();
    if (this.drawn !== columns) {
      this.drawn = columns;
      this.formats = new Map(
        columnNames.map(name => [
          name,
          columnFormat(
            columns[name].subarray(0, LOOKED_AT).map(x => (Number.isNaN(x) ? 0 : x)),
            model.digits
          )
        ])
      );
    }
    this.selectedAt = order.indexOf(model.selectedRow);
    this.sizes.box = this.box.clientHeight || this.sizes.box;
    if (this.order !== order) {
      this.order = order;
      this.rows.reset(order.length);
    }
    const isNew = model.selected !== this.revealed;
    this.revealed = model.selected;
    this.rows.draw(isNew && this.selectedAt >= 0 ? this.selectedAt : null);
    this.rows.scroll();
    if (held) {
      this.focusRow(Math.max(0, this.selectedAt));
    }
  }

  /** Puts the numbers of each row under its name, or beside it. */
  private stack(stacked: boolean): void {
    if (this.box.classList.toggle('sg-stacked', stacked) !== (this.sizes.row === STACKED.row)) {
      Object.assign(this.sizes, stacked ? STACKED : LINE);
      this.order = null;
    }
  }

  /** Keeps the selected weight in sight after the elements below have taken some of the height. */
  settle(): void {
    const room = this.box.clientHeight;
    if (room > 0 && room < this.sizes.box) {
      this.sizes.box = room;
      this.rows.draw(this.selectedAt >= 0 ? this.selectedAt : null);
      this.rows.scroll();
    }
  }

  /** Marks a row as selected or not; the selected row, else the first, is the Tab stop. */
  private mark(element: HTMLTableRowElement, row: number): void {
    const selected = row === this.selectedAt;
    element.classList.toggle('sg-marked', selected);
    element.setAttribute('aria-selected', String(selected));
    element.tabIndex = selected || (row === 0 && this.selectedAt < 0) ? 0 : -1;
  }

  private drawHead(): void {
    const { model, translate } = this;
    const compared = model.compared !== null;
    const titles: Record<ColumnName, string> = {
      before: compared ? `[${model.compared!.count ?? ' '}]` : translate('before'),
      grad: translate('gradient'),
      step: compared ? translate('difference') : translate('step'),
      after: compared ? `[${model.chosen!.count ?? ' '}]` : translate('after'),
      relative: translate('relative')
    };
    const cells = this.shown.map(name => {
      const sorted = model.sort?.column === name ? model.sort.direction : 0;
      const button = h(
        'button',
        { type: 'button', class: 'sg-sort', title: translate('Sort by size: the largest first') },
        titles[name],
        h('span', { 'aria-hidden': 'true' }, sorted < 0 ? ' ↓' : sorted > 0 ? ' ↑' : '')
      );
      button.addEventListener('click', () => model.sortBy(name));
      const order = sorted < 0 ? 'descending' : sorted > 0 ? 'ascending' : 'none';
      return h(
        'th',
        { scope: 'col', role: 'columnheader', 'aria-sort': order, class: `sg-col-${name}` },
        button
      );
    });
    const focused = Array.from(this.head.querySelectorAll('button')).indexOf(
      document.activeElement as HTMLButtonElement
    );
    this.head.replaceChildren(
      h('th', { scope: 'col', role: 'columnheader' }, translate('parameter')),
      ...cells
    );
    if (focused >= 0) {
      this.head.querySelectorAll('button')[focused]?.focus();
    }
  }

  private get shown(): ColumnName[] {
    const { columns } = this.model;
    return columnNames.filter(name => columns?.known.has(name));
  }

  private makeRow(at: number): HTMLTableRowElement {
    const { model } = this;
    const columns = model.columns!;
    const row = model.order[at];
    const address = addressOf(columns, row);
    const cells = this.shown.map(name => {
      const value = columns[name][row];
      const ref = name === 'grad' ? gradOf(address) : address;
      // The difference of two cells is not a recorded step.
      const column = model.compared && name === 'step' ? 'difference' : name;
      const isOfTrace = name !== 'relative' && column !== 'difference';
      return h(
        'td',
        {
          role: 'cell',
          class: `sg-number sg-${roles[name]} sg-col-${name}`,
          'data-column': column,
          'data-ref': isOfTrace ? ref : undefined,
          'data-value': value
        },
        name === 'relative' ? percent(value) : this.formats.get(name)!(value)
      );
    });
    return h(
      'tr',
      { 'data-row': at, style: `height: ${this.sizes.row}px`, role: 'row' },
      h('th', { scope: 'row', role: 'rowheader' }, address),
      ...cells
    );
  }

  private choose(target: Element): void {
    const at = target.closest<HTMLElement>('[data-row]')?.dataset.row;
    if (at !== undefined) {
      this.revealed = addressOf(this.model.columns!, this.model.order[Number(at)]);
      this.model.selectRow(this.model.order[Number(at)]);
      this.focusRow(Number(at));
    }
  }

  private keys(event: KeyboardEvent): void {
    const at = Number((event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row ?? -1);
    const last = this.model.order.length - 1;
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.sizes.row) - 2);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last
    };
    if (at >= 0 && event.key in moves) {
      event.preventDefault();
      event.stopPropagation();
      this.focusRow(Math.max(0, Math.min(last, moves[event.key])));
    } else if (at >= 0 && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      this.choose(event.target as Element);
    } else if (at >= 0 && event.key === 'p') {
      event.preventDefault();
      this.model.pin(addressOf(this.model.columns!, this.model.order[at]));
    }
  }

  private focusRow(at: number): void {
    this.rows.draw(at);
    this.rows.scroll();
    this.body.querySelector<HTMLElement>(`[data-row="${at}"]`)?.focus({ preventScroll: true });
  }
}

const gradOf = (address: string): string => {
  const { name, index } = parseAddress(address)!;
  return formatAddress({ name, grad: true, index });
};

const percent = (x: number): string => (Number.isFinite(x) ? `${formatNumber(x * 100, 3)} %` : '—');
