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

/** As style/parameters.css has them. */
export const TABLE = { row: 28, head: 28, box: 280 };

/** The four numbers of a row's parameter; undefined where there is no update. */
type Numbers = Record<Column, Tensor | undefined>;

/** Every parameter: before, the batch's gradient, the step, after. What is not computed yet is a dot. */
export class ParameterTable {
  readonly element: HTMLElement;
  private readonly rows: ParameterRows;
  private readonly virtual: VirtualRows;
  /** The picture of the weights, where there are more than one reads row by row. */
  private readonly map: ParameterMap | null;
  private iteration: object | null = null;
  private marked: [number, number][] = [];
  private formats = {} as Record<Column, (x: number) => string>;
  private largest = 1;
  /** Of the numbers: what was written before they changed is written again. */
  private version = 0;
  private readonly numbers = new Map<string, Numbers>();
  /** While a row of the table itself is opened: it stands where the second click of two will be. */
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
        // The bars have no heading: an empty one would be read out.
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

  /** Takes the width that there is, in px. */
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

  /** Scrolls to what the step is about; when all else is written. */
  scroll(): void {
    this.virtual.scroll();
  }

  /** Finds this iteration's numbers, and one format and one scale for all of them. */
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
    columns.forEach(column => (this.formats[column] = columnFormat(peaks(column))));
    this.largest = Math.max(...peaks('grad')) || 1;
  }

  /** A row with its cells, in which no number stands yet; one that was another's keeps the numbers until `reveal`. */
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

  /** Shows those numbers of a row that are computed by now, and whether it is what the step is about. */
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

  /** Writes the numbers of a row: those of the columns that are computed. */
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

/** The largest |x| of those that are finite. */
function peakOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    most = size < Infinity && size > most ? size : most;
  }
  return most;
}
