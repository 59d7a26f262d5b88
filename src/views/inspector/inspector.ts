import { groupedText } from '../page/counts';
import { h } from '../page/dom';
import { drawSafely } from '../page/drawSafely';
import { observeWidth } from '../page/observeWidth';
import type { Translate } from '../page/translate';
import { DifferenceHistogram } from './differenceHistogram';
import { EntryList } from './entryList';
import { isRestored } from './entries';
import { historiesToCSV, tableToCSV } from './csvExport';
import { HistoryChart } from './historyChart';
import type { InspectorModel } from './inspectorModel';
import { WeightHeatmaps } from './weightHeatmaps';
import { inspectorPicture } from './inspectorPicture';
import { WeightTable } from './weightTable';

/** Below this width, in px, a cell takes two lines in the list. */
const NARROW = 430;

/** What the page does for an inspector. */
export interface InspectorHost {
  /** Saves a text as a file. */
  save(name: string, text: string): void;
  /** Saves a picture as a file. */
  savePicture(picture: SVGSVGElement, name: string, format: 'svg' | 'png'): void;
}

/** The weights of a notebook's models, cell by cell. */
export class Inspector {
  readonly root: HTMLElement;
  private readonly name = h('span', { class: 'sg-notebook' });
  private readonly hint = h('p', { class: 'sg-remark sg-inspector-hint' });
  private readonly list: EntryList;
  private readonly tools: HTMLElement;
  private readonly mode = h('select', { name: 'mode' });
  private readonly compare = h('select', { name: 'compare' });
  private readonly iteration = h('select', { name: 'iteration' });
  private readonly search = h('input', { type: 'search', name: 'search' });
  /** The number of weights, and of those found. */
  private readonly count = h('span', { class: 'sg-found', 'aria-live': 'polite' });
  private readonly save: HTMLElement;
  private readonly files: Record<'table' | 'history' | 'svg' | 'png', HTMLButtonElement>;
  private readonly parts: { element: HTMLElement; draw(): void; resize?(width: number): void }[];
  private readonly table: WeightTable;
  private readonly matrices: WeightHeatmaps;
  private readonly history: HistoryChart;
  private readonly observer: ResizeObserver;

  constructor(
    readonly model: InspectorModel,
    private readonly translate: Translate,
    private readonly host: InspectorHost
  ) {
    this.list = new EntryList(model, translate);
    this.table = new WeightTable(model, translate);
    this.matrices = new WeightHeatmaps(model, translate);
    this.history = new HistoryChart(model, translate);
    const differences = new DifferenceHistogram(model, translate);
    this.parts = [this.list, this.table, this.matrices, differences, this.history];
    this.tools = this.makeTools();
    this.files = this.makeFiles();
    this.save = h('div', { class: 'sg-inspector-files' }, ...Object.values(this.files));
    this.root = h(
      'div',
      {
        class: 'sg-root sg-inspector',
        'data-stepgrad': 'inspector',
        tabindex: 0,
        role: 'region',
        'aria-label': translate('Weights, cell by cell')
      },
      h(
        'div',
        { class: 'sg-header' },
        h('strong', {}, translate('Weights')),
        h('span', { class: 'sg-spring' }),
        this.name
      ),
      this.list.element,
      this.hint,
      this.tools,
      this.table.element,
      this.matrices.element,
      differences.element,
      this.history.element,
      this.save
    );
    model.changed.connect(this.draw, this);
    this.observer = observeWidth(this.root, width => {
      this.root.classList.toggle('sg-narrow', width < NARROW);
      this.parts.forEach(part => part.resize?.(Math.floor(width - 24)));
      this.draw();
    });
    this.draw();
  }

  dispose(): void {
    this.observer.disconnect();
    this.model.changed.disconnect(this.draw, this);
  }

  private draw(): void {
    drawSafely(this.tools, this.translate, () => this.drawAll());
  }

  private drawAll(): void {
    const { model } = this;
    const { columns } = model;
    this.name.textContent = model.notebook;
    this.hint.textContent = this.hintText();
    this.tools.hidden = !columns;
    this.drawTools();
    this.table.element.hidden = false;
    this.parts.forEach(part => drawSafely(part.element, this.translate, () => part.draw()));
    this.matrices.element.hidden = !columns || model.mode !== 'heatmap';
    this.table.element.hidden = !columns || model.mode !== 'table';
    this.table.settle();
    this.save.hidden = model.entries.length === 0;
    this.files.table.disabled = !columns;
    this.files.history.disabled = model.histories.every(({ points }) => points.length === 0);
    const nothing = this.root.querySelector('svg.sg-history-chart') === null && this.matrices.element.hidden;
    this.files.svg.disabled = this.files.png.disabled = nothing;
  }

  /** A hint about the table, or why there is none. */
  private hintText(): string {
    const { model, translate } = this;
    const { chosen, columns, compared, iteration, iterations } = model;
    if (!model.notebook) {
      return translate('Open a notebook: the cells of it that show a model’s weights are listed here.');
    }
    if (model.entries.length === 0) {
      return translate(
        'No cell of this notebook shows a model yet. Run one that ends in show(model), show(record(…)) or fit(…).'
      );
    }
    const run = chosen?.payload.kind === 'history' ? chosen.payload : null;
    if (chosen && !columns) {
      return run?.progress && chosen.isRunning
        ? translate('The weights come with the whole run, at its end.')
        : translate('This run did not keep its weights. Add show(model) to the cell to see them here.');
    }
    if (run && !compared) {
      return run.progress && chosen?.isRunning
        ? translate(
            'From the start of the run to now: the step is all that lies between. A run does not keep the gradient of each weight.'
          )
        : [
            translate(
              'From the start of the run to its end: the step is all that lies between. A run does not keep the gradient of each weight; a step that is opened in its cell has them.'
            ),
            ...(isRestored(run) ? [translate('The model ended with the weights of its best epoch.')] : [])
          ].join(' ');
    }
    return iterations > 1 && iteration === null && !compared
      ? translate(
          'All %1 iterations: the step is all that lies between, the gradient is that of the last.',
          iterations
        )
      : translate('A step made by hand is not listed by itself: add show(model) after it.');
  }

  private makeTools(): HTMLElement {
    const { model, translate } = this;
    this.mode.append(
      h('option', { value: 'table' }, translate('table')),
      h('option', { value: 'heatmap' }, translate('heatmap'))
    );
    this.mode.addEventListener('change', () => {
      model.mode = this.mode.value as InspectorModel['mode'];
    });
    this.compare.addEventListener('change', () => model.compare(this.compare.value));
    this.iteration.addEventListener('change', () => {
      model.iteration = this.iteration.value === '' ? null : Number(this.iteration.value);
    });
    this.search.placeholder = translate('search, e.g. weight[2');
    this.search.setAttribute('aria-label', translate('search for a parameter'));
    this.search.addEventListener('input', () => {
      model.search = this.search.value;
    });
    const labelled = (text: string, control: HTMLElement): HTMLElement =>
      h('label', {}, h('span', {}, text), control);
    return h(
      'div',
      { class: 'sg-inspector-tools' },
      labelled(translate('as'), this.mode),
      labelled(translate('compare with'), this.compare),
      labelled(translate('iteration'), this.iteration),
      h('span', { class: 'sg-search' }, this.search, this.count)
    );
  }

  private drawTools(): void {
    const { model, translate } = this;
    this.mode.value = model.mode;
    const cells = model.comparable.map(({ id, count, modelId }) =>
      h('option', { value: id }, `[${count ?? ' '}] ${modelId}`)
    );
    this.compare.replaceChildren(h('option', { value: '' }, translate('no other')), ...cells);
    this.compare.value = model.compared?.id ?? '';
    this.compare.parentElement!.hidden = cells.length === 0;
    const iterations = Array.from({ length: model.iterations }, (_, i) =>
      h('option', { value: i }, `${i + 1}`)
    );
    this.iteration.replaceChildren(h('option', { value: '' }, translate('all')), ...iterations);
    this.iteration.value = String(model.iteration ?? '');
    this.iteration.parentElement!.hidden = model.iterations < 2 || model.compared !== null;
    if (this.search.value !== model.search) {
      this.search.value = model.search;
    }
    this.search.parentElement!.hidden = model.mode !== 'table';
    const [all, found] = [model.columns?.length ?? 0, model.order.length].map(groupedText);
    this.count.textContent = model.search.trim()
      ? translate('%1 of %2', found, all)
      : translate('%1 parameters', all);
  }

  private makeFiles(): Inspector['files'] {
    const { model, translate, host } = this;
    const name = (what: string): string => `${model.notebook.replace(/\.ipynb$/, '') || 'weights'}-${what}`;
    const button = (text: string, act: () => void): HTMLButtonElement => {
      const made = h('button', { type: 'button', class: 'sg-file' }, text);
      made.addEventListener('click', act);
      return made;
    };
    return {
      table: button(translate('Table as CSV'), () => {
        if (model.columns) {
          host.save(name('weights.csv'), tableToCSV(model.columns, model.order));
        }
      }),
      history: button(translate('History as CSV'), () => {
        const cellOf = (id: string): string =>
          String(model.entries.find(each => each.id === id)?.count ?? '');
        host.save(name('history.csv'), historiesToCSV(model.histories, cellOf));
      }),
      svg: button(translate('Picture as SVG'), () => this.savePicture(name('weights'), 'svg')),
      png: button(translate('Picture as PNG'), () => this.savePicture(name('weights'), 'png'))
    };
  }

  /** Copies the charts into one picture. It is on the page, out of sight, while its styles are read. */
  private savePicture(name: string, format: 'svg' | 'png'): void {
    const picture = inspectorPicture(this.root, this.matrices.element.hidden ? null : this.matrices);
    if (picture) {
      const box = h('div', { class: 'sg-unseen', 'aria-hidden': 'true' });
      box.append(picture);
      this.root.append(box);
      this.host.savePicture(picture, name, format);
      box.remove();
    }
  }
}
