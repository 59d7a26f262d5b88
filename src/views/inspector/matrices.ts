import { unravel } from '../../engine/tensor';
import { formatAddress, parseAddress } from '../../trace';
import { h } from '../dom';
import { Cell, Heatmap, Matrix } from '../heatmap';
import type { Translate } from '../translate';
import { ColumnName, Columns } from './columns';
import type { InspectorModel } from './inspectorModel';

/** Each parameter as pictures side by side: before, step, after. Every cell opens its number. */
export class Matrices {
  readonly element = h('div', { class: 'sg-matrices' });
  private readonly choice = h('select', { class: 'sg-parameter-choice' });
  private readonly pictures = h('div', { class: 'sg-pictures' });
  private readonly maps: Record<'before' | 'step' | 'after', { map: Heatmap; title: HTMLElement }>;
  private chosen = '';
  private columns: Columns | null = null;
  private matrices: Partial<Record<ColumnName, Matrix>> = {};
  private width = 300;

  constructor(
    private readonly model: InspectorModel,
    private readonly translate: Translate
  ) {
    const make = (): { map: Heatmap; title: HTMLElement } => {
      const map = new Heatmap(translate, cell => this.open(cell));
      const title = h('h5', { class: 'sg-picture-title' });
      this.pictures.append(h('div', { class: 'sg-picture' }, title, map.element));
      return { map, title };
    };
    this.maps = { before: make(), step: make(), after: make() };
    this.choice.setAttribute('aria-label', translate('parameter'));
    this.choice.addEventListener('change', () => {
      this.chosen = this.choice.value;
      this.draw();
    });
    this.element.append(this.choice, this.pictures);
  }

  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    const { model, translate } = this;
    const { columns } = model;
    if (!columns) {
      return;
    }
    const names = columns.parts.map(({ name }) => name);
    const selected = parseAddress(model.selected)?.name;
    if (selected && names.includes(selected) && columns.known.has('after')) {
      this.chosen = selected;
    }
    if (!names.includes(this.chosen)) {
      this.chosen = names[0] ?? '';
    }
    this.choice.replaceChildren(
      ...columns.parts.map(({ name, shape }) =>
        h('option', { value: name }, `${name} · ${shape.join(' × ')}`)
      )
    );
    this.choice.value = this.chosen;
    if (this.columns !== columns || !this.matrices.after || this.matrices.after.ref?.(0, 0) !== this.first) {
      this.columns = columns;
      this.matrices = {
        before: this.matrixOf('before'),
        step: this.matrixOf('step'),
        after: this.matrixOf('after')
      };
    }
    const compared = model.compared;
    const titles = {
      before: compared ? `[${compared.count ?? ' '}]` : translate('before'),
      step: compared ? translate('difference') : translate('step (after − before)'),
      after: compared ? `[${model.chosen!.count ?? ' '}]` : translate('after')
    };
    const known = (['before', 'step', 'after'] as const).filter(name => columns.known.has(name));
    const marked = this.markedCell();
    for (const name of ['before', 'step', 'after'] as const) {
      const { map, title } = this.maps[name];
      const there = known.includes(name);
      map.element.parentElement!.hidden = !there;
      if (there) {
        title.textContent = titles[name];
        map.resize(this.width > 520 ? this.width / known.length - 16 : this.width - 8, 190);
        map.draw(this.matrices[name]!, `${this.chosen}, ${titles[name]}`, marked);
      }
    }
  }

  private get part(): Columns['parts'][0] {
    return this.model.columns!.parts.find(({ name }) => name === this.chosen)!;
  }

  private get first(): string {
    const { name, shape } = this.part;
    return formatAddress({ name, index: unravel(0, shape) });
  }

  /** A vector is a row. */
  private matrixOf(column: ColumnName): Matrix {
    const { shape, start, name } = this.part;
    const numbers = this.model.columns![column];
    const width = shape.length > 1 ? shape[shape.length - 1] : (shape[0] ?? 1);
    const size = shape.reduce((a, b) => a * b, 1);
    return {
      rows: size / width,
      columns: width,
      at: (row, col) => numbers[start + row * width + col],
      ref: (row, col) => formatAddress({ name, index: unravel(row * width + col, shape) })
    };
  }

  private markedCell(): Cell | null {
    const row = this.model.selectedRow;
    const { start } = this.part;
    const { rows, columns } = this.matrices.after!;
    const at = row - start;
    return row >= 0 && at >= 0 && at < rows * columns
      ? { row: Math.floor(at / columns), column: at % columns }
      : null;
  }

  private open({ row, column }: Cell): void {
    this.model.selectRow(this.part.start + row * this.matrices.after!.columns + column);
  }
}
