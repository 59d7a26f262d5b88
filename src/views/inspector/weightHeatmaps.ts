import { unravel } from '../../engine/tensor';
import { formatNumber } from '../../derivation';
import { formatAddress, parseAddress } from '../../trace';
import { h } from '../page/dom';
import { Heatmap, HeatmapCell, HeatmapMatrix, WRITTEN } from '../parameters/heatmap';
import { largestOf } from '../parameters/heatmapGeometry';
import { CellInputs } from '../parameters/cellInputs';
import type { Translate } from '../page/translate';
import { Columns } from './columns';
import type { InspectorModel } from './inspectorModel';

const names = ['before', 'step', 'after'] as const;
type Name = (typeof names)[number];

/** Largest size of a cell, in px. */
const CELL = { width: 62, height: 24 };
/** Largest height of a heatmap, in px. */
const HEIGHT = 240;
/** Between heatmaps, in px. */
const GAP = 16;
/** Heatmaps stand side by side if each cell is then at least this wide, in px. */
const LEAST = 4;

/** A parameter as heatmaps: before, step, after. Every cell selects its weight. */
export class WeightHeatmaps {
  readonly element = h('div', { class: 'sg-matrices' });
  private readonly choice = h('select', { class: 'sg-parameter-choice' });
  private readonly pictures = h('div', { class: 'sg-pictures' });
  private readonly place: CellInputs;
  private readonly readout = h('output', { class: 'sg-matrices-readout' });
  private readonly scale = h('div', { class: 'sg-scales' });
  private readonly maps: Record<Name, { map: Heatmap; title: HTMLElement; box: HTMLElement }>;
  private chosen = '';
  /** The selected weight whose parameter was last shown; the reader may have chosen another parameter since. */
  private followed = '';
  private columns: Columns | null = null;
  private drawnName = '';
  private matrices: Partial<Record<Name, HeatmapMatrix>> = {};
  private width = 300;

  constructor(
    private readonly model: InspectorModel,
    private readonly translate: Translate
  ) {
    const open = (cell: HeatmapCell): void => this.open(cell);
    const make = (): { map: Heatmap; title: HTMLElement; box: HTMLElement } => {
      const map = new Heatmap(translate, open, {
        digits: model.digits,
        said: cell => this.say(cell),
        cell: CELL
      });
      const title = h('h5', { class: 'sg-picture-title' });
      const box = h('div', { class: 'sg-picture' }, title, map.element);
      return { map, title, box };
    };
    this.maps = { before: make(), step: make(), after: make() };
    this.pictures.append(...names.map(name => this.maps[name].box));
    this.place = new CellInputs(translate, cell => this.say(cell), open);
    this.choice.setAttribute('aria-label', translate('parameter'));
    this.choice.addEventListener('change', () => {
      this.chosen = this.choice.value;
      this.draw();
    });
    this.element.append(
      h('div', { class: 'sg-heatmap-foot' }, this.choice, ...this.place.elements),
      this.readout,
      this.pictures,
      this.scale
    );
  }

  resize(width: number): void {
    this.width = width;
  }

  /** The visible heatmaps with their titles, for a picture file. */
  get shown(): { title: string; map: Heatmap }[] {
    return this.known.map(name => ({
      title: `${this.chosen}, ${this.maps[name].title.textContent ?? ''}`,
      map: this.maps[name].map
    }));
  }

  draw(): void {
    const { model, translate } = this;
    const { columns } = model;
    if (!columns || model.mode !== 'heatmap') {
      return;
    }
    this.choose(columns);
    if (this.columns !== columns || this.drawnName !== this.chosen) {
      this.columns = columns;
      this.drawnName = this.chosen;
      this.matrices = Object.fromEntries(names.map(name => [name, this.matrixOf(name)]));
    }
    const { compared } = model;
    const { known, titles } = this;
    const { rows, columns: across } = this.matrices.after!;
    const width = this.roomFor(rows, across);
    const height = Math.min(HEIGHT, rows * Math.max(LEAST, Math.min(CELL.height, width / across)));
    // Before and after share a scale, so that a darker cell has become larger.
    const values = Math.max(
      ...known.filter(name => name !== 'step').map(name => largestOf(this.matrices[name]!))
    );
    this.place.resize(this.matrices.after!);
    for (const name of names) {
      const { map, title, box } = this.maps[name];
      box.hidden = !known.includes(name);
      if (!box.hidden) {
        map.resize(width, height);
        title.title = name === 'step' && !compared ? translate('step (after − before)') : '';
        const largest = name === 'step' ? largestOf(this.matrices.step!) : values;
        map.draw(this.matrices[name]!, `${this.chosen}, ${titles[name]}`, this.markedCell(), largest);
        title.textContent = [titles[name], map.writtenUnit].filter(Boolean).join(' ');
        // No wider than its heatmap, however long the title.
        box.style.width = `${Math.max(map.size.width, 44)}px`;
      }
    }
    this.drawScales(values, titles.step);
    this.say(null);
  }

  /** The title of each heatmap. */
  private get titles(): Record<Name, string> {
    const { model, translate } = this;
    const { compared, chosen } = model;
    return {
      before: compared ? `[${compared.count ?? ' '}]` : translate('before'),
      step: compared ? translate('difference') : translate('step'),
      after: compared ? `[${chosen!.count ?? ' '}]` : translate('after')
    };
  }

  /** The width for a heatmap: side by side, or the whole width if the cells would be too narrow. */
  private roomFor(rows: number, across: number): number {
    const pictures = this.known.length;
    const beside = (this.width - GAP * (pictures - 1)) / pictures;
    const isFlat = rows * pictures * CELL.height <= HEIGHT / 2;
    const written = (width: number): boolean => width / across >= WRITTEN.width;
    const below = beside < across * LEAST || (isFlat && !written(beside) && written(this.width));
    return below ? this.width : beside;
  }

  /** Chooses the parameter of a newly selected weight; else keeps the chosen one while it exists. */
  private choose({ parts }: Columns): void {
    const all = parts.map(({ name }) => name);
    const selected = parseAddress(this.model.selected)?.name ?? '';
    if (all.includes(selected) && this.model.selected !== this.followed) {
      this.followed = this.model.selected;
      this.chosen = selected;
    }
    if (!all.includes(this.chosen)) {
      this.chosen = all[0] ?? '';
    }
    this.choice.replaceChildren(
      ...parts.map(({ name, shape }) => h('option', { value: name }, `${name} · ${shape.join(' × ')}`))
    );
    this.choice.value = this.chosen;
  }

  private get known(): Name[] {
    return names.filter(name => this.model.columns?.known.has(name));
  }

  /** The legend of the colours. */
  private drawScales(values: number, stepTitle: string): void {
    const { translate, known } = this;
    const scale = (title: string, largest: number): HTMLElement =>
      h(
        'span',
        { class: 'sg-scale' },
        title,
        h('span', { class: 'sg-number' }, formatNumber(-largest, 3)),
        h('span', { class: 'sg-scale-bar', 'aria-hidden': 'true' }),
        h('span', { class: 'sg-number' }, formatNumber(largest, 3))
      );
    const steps = known.includes('step') ? largestOf(this.matrices.step!) : 0;
    this.scale.replaceChildren(
      scale(translate('weights'), values),
      // No scale if nothing changed, or nothing is a number.
      ...(steps > 0 ? [scale(stepTitle, steps)] : [])
    );
  }

  /** Shows the numbers of the cell under the pointer in all heatmaps, else those of the selected cell. */
  private say(pointed: HeatmapCell | null): void {
    const { known, matrices, maps } = this;
    const cell = pointed ?? this.markedCell();
    known.forEach(name => maps[name].map.say(cell));
    if (!cell) {
      this.readout.replaceChildren(this.translate('Point at a number, or choose it by row and column.'));
      return;
    }
    this.place.cell = cell;
    const ref = matrices.after!.ref!(cell.row, cell.column);
    this.readout.replaceChildren(
      h('code', {}, ref),
      ...known.flatMap((name, i) => {
        const value = matrices[name]!.at(cell.row, cell.column);
        const title = `${i > 0 ? ' · ' : ': '}${this.titles[name]} `;
        // The difference of two cells is not a recorded step.
        const own = name === 'step' && this.model.compared ? undefined : ref;
        const number = { class: 'sg-number', 'data-ref': own, 'data-value': value };
        return [title, h('span', number, formatNumber(value, this.model.digits))];
      })
    );
  }

  private get part(): Columns['parts'][0] {
    return this.model.columns!.parts.find(({ name }) => name === this.chosen)!;
  }

  /** A column of the table as a matrix. A vector is one row. */
  private matrixOf(column: Name): HeatmapMatrix {
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

  private markedCell(): HeatmapCell | null {
    const row = this.model.selectedRow;
    const { start } = this.part;
    const { rows, columns } = this.matrices.after!;
    const at = row - start;
    return row >= 0 && at >= 0 && at < rows * columns
      ? { row: Math.floor(at / columns), column: at % columns }
      : null;
  }

  private open({ row, column }: HeatmapCell): void {
    this.model.selectRow(this.part.start + row * this.matrices.after!.columns + column);
  }
}
