import { Operation, columnFormat } from '../../derivation';
import type { Tensor } from '../../engine';
import { formatAddress } from '../../trace';
import { h, update, writeText } from '../page/dom';
import { linkOf } from '../page/links';
import { ParameterMap } from './parameterMap';
import { ParameterRow, ParameterRows } from './parameterRows';
import { StepperModel } from '../state/stepperModel';
import { Translate } from '../page/translate';
import { VirtualRows, WHOLE } from '../page/virtualRows';

const columns = ['before', 'grad', 'step', 'after'] as const;
type Column = (typeof columns)[number];
const roles: Record<Column, string> = { before: 'weight', grad: 'gradient', step: 'rate', after: 'weight' };

/** Sizes of the table in px, as in style/parameters.css. */
export const TABLE = { row: 28, head: 28, box: 280 };

/** The four tensors of a parameter; undefined without an update. */
type Numbers = Record<Column, Tensor | undefined>;

/** The table of parameters: before, the batch's gradient, the step, after. A dot stands for a number not computed yet. */
export class ParameterTable {
  readonly element: HTMLElement;
  private readonly rows: ParameterRows;
  private readonly virtual: VirtualRows;
  /** The heatmap of the weights; null for tables short enough to read row by row. */
  private readonly map: ParameterMap | null;
  private iteration: object | null = null;
  private marked: [number, number][] = [];
  private formats = {} as Record<Column, (x: number) => string>;
  private largest = 1;
  /** Version of the numbers: rows written for an earlier version are rewritten. */
  private version = 0;
  private readonly numbers = new Map<string, Numbers>();
  /** Whether the table must not scroll: while a click opens a row, so that a double click hits the same row. */
  private stays = false;

  constructor(
    private readonly model: StepperModel,
    translate: Translate,
    private readonly open: (row: { stage: number; unit: number; input: number | null }) => void,
    filled: () => void
  ) {
    this.rows = new ParameterRows(model);
    const headings: [string, string][] = [
      ['', translate('parameter')],
      ['before', translate('before')],
      ['grad', translate('gradient')],
      ['bar', ''],
      ['step', translate('step')],
      ['after', translate('after')]
    ];
    const head = h(
      'tr',
      {},
      ...headings.map(([column, text]) =>
        // The bars have a <td>: a screen reader would announce an empty heading.
        text === ''
          ? h('td', { class: `sg-col-${column}` })
          : h('th', { scope: 'col', class: `sg-col-${column || 'name'}` }, text)
      )
    );
    const body = h('tbody');
    const large = this.rows.length > WHOLE;
    const table = h(
      'table',
      {
        class: `sg-parameters${model.trace.optimizer ? '' : ' sg-no-update'}${large ? ' sg-virtual' : ''}`
      },
      h('thead', {}, head),
      body
    );
    table.style.setProperty('--sg-name', `${this.rows.longest.length + 4}ch`);
    const box = h('div', { class: 'sg-table-scroll' }, table);
    this.map = large ? new ParameterMap(model, this.rows, translate, open) : null;
    this.element = h('div', { class: 'sg-table' }, ...(this.map ? [this.map.element] : []), box);
    this.virtual = new VirtualRows(
      box,
      table,
      TABLE,
      (i, old) => this.make(i, old),
      (row, i) => this.reveal(row, i),
      filled
    );
    this.virtual.reset(this.rows.length);
    body.addEventListener('click', event => {
      this.stays = true;
      this.openRow(event.target as Element);
      this.stays = false;
    });
    body.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.openRow(event.target as Element);
      }
    });
  }

  /** @param width width of the table section, in px */
  resize(width: number): void {
    this.map?.resize(width);
  }

  draw(): void {
    const { model, rows, virtual } = this;
    const iteration = model.trace.iterations[model.step.iteration];
    this.marked = rows.marked();
    if (this.iteration !== iteration) {
      this.iteration = iteration;
      this.version++;
      this.measure();
    }
    const first = this.marked.length > 0 ? Math.min(...this.marked.map(([start]) => start)) : null;
    const end = Math.max(...this.marked.map(([start, count]) => start + count));
    virtual.draw(this.stays ? null : first, end - (first ?? 0));
    this.map?.draw(first);
  }

  /** Scrolls to the rows of the step. Forces a layout: call it after the rest of the page is written. */
  scroll(): void {
    this.virtual.scroll();
  }

  /** Collects the numbers of the iteration, a format for each column, and the scale of the bars. */
  private measure(): void {
    const { model, numbers } = this;
    const { reader, trace, step } = model;
    numbers.clear();
    for (const { name } of this.rows.blocks) {
      const update = trace.iterations[step.iteration].update.find(({ param }) => param === name);
      numbers.set(name, {
        before: reader.param(step.iteration, name),
        grad: reader.paramGrad(step.iteration, name),
        step: update && reader.tensor(update.step),
        after: update && reader.tensor(update.after)
      });
    }
    const peaks = (column: Column): number[] =>
      Array.from(numbers.values(), each => peakOf(each[column]?.data ?? []));
    columns.forEach(column => (this.formats[column] = columnFormat(peaks(column), model.digits)));
    this.largest = Math.max(...peaks('grad')) || 1;
  }

  /** A row without numbers, which `reveal` writes. A recycled row keeps its old numbers until then. */
  private make(i: number, old?: HTMLTableRowElement): HTMLTableRowElement {
    const { name, index, input } = this.rows.row(i);
    const key = formatAddress({ name, index });
    const link = linkOf(key, this.model.network);
    const classes = columns.map(
      column => `sg-number sg-${column === 'before' && input === null ? 'bias' : roles[column]}`
    );
    if (old) {
      writeText(old.querySelector('th')!, key);
      old.querySelectorAll('td[data-column]').forEach((cell, k) => update(cell, { class: classes[k] }));
      old.classList.remove('sg-linked');
      update(old, { 'data-link': link, 'data-state': undefined });
      return old;
    }
    const cells = columns.map((column, k) => h('td', { class: classes[k], 'data-column': column }));
    const bar = h(
      'td',
      { class: 'sg-bar-cell' },
      h('span', { class: 'sg-gradient-bar', 'aria-hidden': 'true' })
    );
    return h(
      'tr',
      { 'data-link': link },
      h('th', { scope: 'row' }, key),
      ...cells.slice(0, 2),
      bar,
      ...cells.slice(2)
    );
  }

  private place({ name, index }: ParameterRow): { iteration?: number; name: string; index: number[] } {
    const { trace, step } = this.model;
    return { ...(trace.iterations.length > 1 ? { iteration: step.iteration } : {}), name, index };
  }

  /** Writes the numbers of a row that are computed by now, and marks the row if the step is about it. */
  private reveal(element: HTMLTableRowElement, i: number): void {
    const { model } = this;
    const row = this.rows.row(i);
    const { stage, unit, input, own } = row;
    element.classList.toggle(
      'sg-marked',
      this.marked.some(([start, count]) => start <= i && i < start + count)
    );
    const back: Operation =
      own !== null
        ? { kind: 'own', stage, unit: 0, layer: own }
        : input === null
          ? { kind: 'bias', stage, unit }
          : { kind: 'weight', stage, unit, input };
    const graded = model.isDone(back);
    const updated = model.isDone(
      own !== null
        ? { kind: 'ownUpdate', stage, unit: 0, layer: own }
        : { kind: 'update', stage, unit, input }
    );
    const state = `${this.version} ${graded} ${updated}`;
    if (element.dataset.state !== state) {
      element.dataset.state = state;
      this.fill(element, row, { before: true, grad: graded, step: updated, after: updated });
    }
  }

  /** Writes the numbers of a row in its computed columns. */
  private fill(element: HTMLTableRowElement, row: ParameterRow, computed: Record<Column, boolean>): void {
    const numbers = this.numbers.get(row.name)!;
    const { name, index, at } = row;
    const key = formatAddress({ name, index });
    const { edits, step } = this.model;
    element.querySelectorAll<HTMLElement>('td[data-column]').forEach(cell => {
      const column = cell.dataset.column as Column;
      const number = computed[column] ? numbers[column]?.data[at] : undefined;
      const known = number !== undefined;
      writeText(cell, known ? this.formats[column](number) : '·');
      const ref = known && formatAddress({ ...this.place(row), grad: column === 'grad' });
      update(cell, { 'data-ref': ref, 'data-value': known && number });
      if (column === 'before') {
        cell.classList.toggle('sg-edited', edits.has(key));
        const editable = step.iteration === 0;
        update(cell, { 'data-editable': editable && key, tabindex: editable && -1 });
      }
    });
    const bar = element.querySelector<HTMLElement>('.sg-gradient-bar')!;
    const grad = computed.grad ? (numbers.grad?.data[at] ?? 0) : 0;
    bar.style.setProperty('--sg-part', String(Number.isFinite(grad) ? Math.abs(grad) / this.largest : 0));
    bar.classList.toggle('sg-left', grad < 0);
  }

  private openRow(element: Element): void {
    const i = this.virtual.indexOf(element);
    const row = i < 0 ? null : this.rows.row(i);
    if (row && row.own !== null) {
      this.model.focus = {
        kind: 'operation',
        operation: { kind: 'own', stage: row.stage, unit: 0, layer: row.own }
      };
    } else if (row) {
      const { unit, input } = row;
      this.open({ stage: this.model.network.stages.indexOf(row.stage), unit, input });
    }
  }
}

/** The largest finite |x|; 0 if there is none. */
function peakOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    most = size < Infinity && size > most ? size : most;
  }
  return most;
}
