import { Operation, Stage, columnFormat } from '../derivation';
import { sizeOf, unravel } from '../engine/tensor';
import { formatAddress } from '../trace';
import { h, setAttributes } from './dom';
import { linkOf } from './links';
import { Roving } from './roving';
import { StepperModel } from './stepperModel';
import { Translate } from './translate';

interface Row {
  stage: Stage;
  name: string;
  unit: number;
  input: number | null;
  /** Its place in the parameter's numbers. */
  at: number;
  index: number[];
  /** The layer, where that is no Linear: its parameters have no units and inputs. */
  own: number | null;
}

const columns = ['before', 'grad', 'step', 'after'] as const;
type Column = (typeof columns)[number];
const roles: Record<Column, string> = { before: 'weight', grad: 'gradient', step: 'rate', after: 'weight' };

/** More rows than this are drawn only around the place that is looked at. */
export const MAX_ROWS = 200;

/** Every parameter: before, the batch's gradient, the step, after. What is not computed yet is a dot. */
export class ParameterTable {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly body = h('tbody');
  private readonly note = h('p', { class: 'sg-remark' });
  private rows: Row[] = [];
  /** The first row of each row of neurons. */
  private readonly starts = new Map<Stage, number>();
  private from = -1;
  private iteration: object | null = null;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate,
    private readonly open: (row: { stage: number; unit: number; input: number | null }) => void
  ) {
    for (const stage of model.network.stages) {
      this.starts.set(stage, this.rows.length);
      this.rows = this.rows.concat(rowsOf(stage, model));
    }
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
    const table = h(
      'table',
      { class: model.trace.optimizer ? 'sg-parameters' : 'sg-parameters sg-no-update' },
      h('thead', {}, head),
      this.body
    );
    this.element = h(
      'div',
      { class: 'sg-table', 'data-section': 'table' },
      h('div', { class: 'sg-table-scroll' }, table),
      this.note
    );
    this.roving = new Roving(this.body, 'tr');
    this.body.addEventListener('click', event => this.openRow((event.target as Element).closest('tr')));
    this.body.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.openRow((event.target as Element).closest('tr'));
      }
    });
  }

  draw(): void {
    const { model, rows, translate } = this;
    const marked = this.markedRows();
    const looked = marked.size > 0 ? Math.min(...marked) : 0;
    const from = windowStart(looked, rows.length);
    const iteration = model.trace.iterations[model.step.iteration];
    if (from !== this.from || this.iteration !== iteration) {
      this.from = from;
      this.iteration = iteration;
      this.fill(rows.slice(from, from + MAX_ROWS));
    }
    let first: HTMLElement | null = null;
    Array.from(this.body.rows).forEach((element, i) => {
      const row = rows[from + i];
      element.classList.toggle('sg-marked', marked.has(from + i));
      first ??= marked.has(from + i) ? element : null;
      this.reveal(element, row);
    });
    this.scrollTo(first);
    this.note.textContent =
      rows.length > MAX_ROWS
        ? translate(
            'Parameters %1 to %2 of %3: step on to see others.',
            from + 1,
            Math.min(from + MAX_ROWS, rows.length),
            rows.length
          )
        : '';
    this.roving.refresh();
  }

  /** The rows that the step, or what is focused, is about. */
  private markedRows(): Set<number> {
    const { focus, network, step } = this.model;
    if (focus) {
      const row =
        focus.kind === 'weight' ? this.rowOf(network.stages[focus.stage], focus.unit, focus.input) : -1;
      return new Set(row < 0 ? [] : [row]);
    }
    const rows = new Set<number>();
    for (let i = 0; i < Math.min(step.count, MAX_ROWS); i++) {
      const operation = step.operation(i);
      switch (operation.kind) {
        case 'weight':
        case 'update':
          rows.add(this.rowOf(operation.stage, operation.unit, operation.input));
          break;
        case 'bias':
          rows.add(this.rowOf(operation.stage, operation.unit, null));
          break;
        case 'z':
          for (let k = 0; k < Math.min(operation.stage.inputs, MAX_ROWS); k++) {
            rows.add(this.rowOf(operation.stage, operation.unit, k));
          }
          if (operation.stage.bias) {
            rows.add(this.rowOf(operation.stage, operation.unit, null));
          }
          break;
        case 'own':
        case 'ownUpdate':
          this.rows.forEach(({ own }, row) => own === operation.layer && rows.add(row));
          break;
        default:
      }
    }
    return rows;
  }

  private rowOf(stage: Stage, unit: number, input: number | null): number {
    const weights = stage.units * stage.inputs;
    return this.starts.get(stage)! + (input === null ? weights + unit : unit * stage.inputs + input);
  }

  /** Makes the rows anew, each with its numbers at hand. */
  private fill(rows: Row[]): void {
    const { trace, reader, step, network } = this.model;
    const iteration = trace.iterations[step.iteration];
    const many = trace.iterations.length > 1;
    const numbers = rows.map(row => {
      const update = iteration.update.find(({ param }) => param === row.name);
      return {
        before: reader.param(step.iteration, row.name)?.data[row.at],
        grad: reader.paramGrad(step.iteration, row.name)?.data[row.at],
        step: update && reader.tensor(update.step).data[row.at],
        after: update && reader.tensor(update.after).data[row.at]
      };
    });
    const formats = Object.fromEntries(
      columns.map(column => [column, columnFormat(numbers.map(n => n[column] ?? 0))])
    );
    const largest =
      Math.max(...numbers.map(({ grad }) => (Number.isFinite(grad) ? Math.abs(grad!) : 0))) || 1;
    this.body.replaceChildren(
      ...rows.map((row, i) => {
        const { index } = row;
        const place = { ...(many ? { iteration: step.iteration } : {}), name: row.name, index };
        const address = formatAddress(place);
        const cells = columns.map(column => {
          const value = numbers[i][column];
          return h('td', {
            class: `sg-number sg-${column === 'before' && row.input === null ? 'bias' : roles[column]}${column === 'before' && this.model.edits.has(formatAddress({ name: row.name, index })) ? ' sg-edited' : ''}`,
            'data-column': column,
            ...(column === 'before' && step.iteration === 0
              ? { 'data-editable': formatAddress({ name: row.name, index }), tabindex: -1 }
              : {}),
            'data-at': formatAddress({ ...place, grad: column === 'grad' }),
            'data-number': value ?? '',
            'data-text': value === undefined ? '' : formats[column](value)
          });
        });
        const bar = h('td', { class: 'sg-bar-cell' }, gradientBar(numbers[i].grad ?? 0, largest));
        const name = formatAddress({ name: row.name, index });
        return h(
          'tr',
          { 'data-link': linkOf(address, network) },
          h('th', { scope: 'row' }, name),
          ...cells.slice(0, 2),
          bar,
          ...cells.slice(2)
        );
      })
    );
  }

  /** Shows those numbers of a row that are computed by now. */
  private reveal(element: HTMLTableRowElement, { stage, unit, input, own }: Row): void {
    const { model } = this;
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
    element.querySelectorAll<HTMLElement>('td[data-column]').forEach(cell => {
      const { column, at, number, text } = cell.dataset;
      const known = (column === 'before' || (column === 'grad' ? graded : updated)) && number !== '';
      cell.textContent = known ? text! : '·';
      setAttributes(
        cell,
        known ? { 'data-ref': at!, 'data-value': number! } : { 'data-ref': false, 'data-value': false }
      );
    });
    element.querySelector('.sg-bar-cell')!.classList.toggle('sg-hidden', !graded);
  }

  private openRow(element: HTMLTableRowElement | null): void {
    const row = element && this.rows[this.from + Array.from(this.body.rows).indexOf(element)];
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

  /** Brings a row into view by scrolling the table alone: the page stays where the reader has it. */
  private scrollTo(row: HTMLElement | null): void {
    const box = this.element.firstElementChild as HTMLElement;
    if (!row || box.clientHeight === 0) {
      return;
    }
    const top = row.offsetTop - 34;
    if (top < box.scrollTop) {
      box.scrollTop = top;
    } else if (row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = row.offsetTop + row.offsetHeight - box.clientHeight + 4;
    }
  }
}

function windowStart(looked: number, length: number): number {
  if (length <= MAX_ROWS) {
    return 0;
  }
  return Math.max(0, Math.min(length - MAX_ROWS, Math.floor(Math.max(looked, 0) / 100) * 100 - 100));
}

function rowsOf(stage: Stage, model: StepperModel): Row[] {
  const names = [...(stage.linear === null ? [] : [stage.linear]), ...stage.owners];
  return names.flatMap(layer => {
    const own = layer === stage.linear ? null : layer;
    const params = model.trace.iterations[0].params.filter(({ name }) =>
      name.startsWith(`${model.network.layers[layer].name}.`)
    );
    return params.flatMap(({ name, value: { shape } }) =>
      Array.from({ length: sizeOf(shape) }, (_, at): Row => {
        const index = unravel(at, shape);
        return { stage, name, unit: own === null ? index[0] : 0, input: index[1] ?? null, at, index, own };
      })
    );
  });
}

/** A signed bar, to the left of the middle for a negative gradient. */
function gradientBar(value: number, largest: number): HTMLElement {
  const bar = h('span', { class: 'sg-gradient-bar', 'aria-hidden': 'true' });
  const part = Number.isFinite(value) ? Math.abs(value) / largest : 0;
  bar.style.setProperty('--sg-part', String(part));
  bar.classList.toggle('sg-left', value < 0);
  return bar;
}
