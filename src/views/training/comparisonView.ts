import { formatNumber } from '../../derivation';
import { Comparison, HistoryReport, decodeNumber } from '../../trace';
import type { Num } from '../../trace';
import { groupedText } from '../page/counts';
import { h } from '../page/dom';
import { drawSafely } from '../page/drawSafely';
import { observeWidth } from '../page/observeWidth';
import { Translate } from '../page/translate';
import { ceilingOf, withPeak } from './ceiling';
import { CurveChart, lineKey } from './curveChart';
import { byEpoch, metricsOf, needsLog } from './curves';
import { TabList } from './tabList';

/** The style of the i-th run: 8 hues with dashes of their own, then the same thinner. */
const styleOf = (i: number): string => `sg-hue-${i % 8}${i >= 8 ? ' sg-again' : ''}`;

/** Several runs on one chart, and their results in a table. */
export class ComparisonView {
  readonly root: HTMLElement;
  private readonly chart = new CurveChart(280);
  private readonly tabs: TabList;
  private readonly log: HTMLButtonElement;
  private readonly observer: ResizeObserver;
  private chosen = 'loss';
  /** Null until the reader chooses: then the curves decide. */
  private isLog: boolean | null = null;

  constructor(
    private readonly comparison: Comparison,
    private readonly digits: number,
    private readonly translate: Translate
  ) {
    const panel = h('div', {}, this.chart.element);
    this.tabs = new TabList(translate('Curves'), panel, id => {
      this.chosen = id;
      this.redraw();
    });
    this.log = h('button', { type: 'button', class: 'sg-toggle' }, translate('log scale'));
    this.log.addEventListener('click', () => {
      this.isLog = this.log.getAttribute('aria-pressed') !== 'true';
      this.redraw();
    });
    this.root = h(
      'div',
      {
        class: 'sg-root sg-comparison',
        'data-stepgrad': 'training',
        tabindex: 0,
        role: 'group',
        'aria-label': translate('Several runs')
      },
      h(
        'div',
        { class: 'sg-header' },
        h('strong', { class: 'sg-architecture' }, translate('%1 runs', comparison.runs.length))
      ),
      h(
        'div',
        { class: 'sg-curves' },
        h('div', { class: 'sg-panel-head' }, this.tabs.element, this.log),
        panel
      ),
      this.table()
    );
    this.observer = observeWidth(this.root, width => {
      this.chart.resize(width - 24);
      this.redraw();
    });
    this.draw();
  }

  dispose(): void {
    this.observer.disconnect();
  }

  private redraw(): void {
    drawSafely(this.chart.element, this.translate, () => this.draw());
  }

  private draw(): void {
    const { translate, comparison } = this;
    const { runs } = comparison;
    const metrics = [...new Set(runs.flatMap(({ history }) => metricsOf(history)))];
    const tabs = [
      { id: 'loss', title: translate('Training loss') },
      ...(runs.some(({ history }) => history.epochs.some(({ valLoss }) => valLoss !== undefined))
        ? [{ id: 'valLoss', title: translate('Validation loss') }]
        : []),
      ...metrics.map(name => ({ id: `metric:${name}`, title: name })),
      { id: 'lr', title: translate('Learning rate') }
    ];
    this.tabs.draw(tabs, this.chosen);
    const of = (epoch: HistoryReport['epochs'][number]): Num | undefined =>
      this.chosen.startsWith('metric:')
        ? epoch.metrics?.[this.chosen.slice('metric:'.length)]
        : epoch[this.chosen as 'loss' | 'valLoss' | 'lr'];
    const curves = runs.map(({ name, history }, i) => ({
      name,
      style: styleOf(i),
      points: byEpoch(history, of)
    }));
    const ceiling = this.chosen === 'lr' ? Infinity : ceilingOf(curves);
    const isLog = this.isLog ?? needsLog(curves, ceiling);
    this.log.setAttribute('aria-pressed', String(isLog));
    this.chart.draw({
      curves: curves.map(curve => withPeak(curve, ceiling, this.digits, translate)),
      ceiling,
      log: isLog,
      from: 0,
      until: Math.max(...runs.map(({ history: { epochs } }) => epochs[epochs.length - 1]?.epoch ?? 1)),
      xName: translate('epoch'),
      label: translate('%1 by epoch', tabs.find(({ id }) => id === this.chosen)!.title),
      empty: translate('There is nothing to draw.')
    });
  }

  private table(): HTMLElement {
    const { translate, comparison } = this;
    const cell = (x: Num | undefined): HTMLElement =>
      x === undefined
        ? h('td', {}, '·')
        : h(
            'td',
            { class: 'sg-number', 'data-value': decodeNumber(x) },
            formatNumber(decodeNumber(x), this.digits)
          );
    const rows = comparison.runs.map(({ name, history }, i) => {
      const { epochs, epochCount = epochs.length, best, record } = history;
      const last = epochs[epochs.length - 1];
      const how = record ? `${record.optimizer.type} η = ${String(record.optimizer.lr)}` : '·';
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, lineKey(styleOf(i)), name),
        h('td', {}, how),
        h('td', { class: 'sg-number', 'data-value': epochCount }, groupedText(epochCount)),
        cell(last?.loss),
        cell(last?.valLoss),
        h('td', {}, best ? translate('epoch %1', groupedText(best.epoch)) : '·'),
        cell(best?.value)
      );
    });
    const headings = [
      translate('run'),
      translate('optimiser'),
      translate('epochs'),
      translate('training loss'),
      translate('validation loss'),
      translate('best'),
      translate('best value')
    ];
    return h(
      'div',
      { class: 'sg-table-scroll', tabindex: 0, role: 'region', 'aria-label': translate('Several runs') },
      h(
        'table',
        { class: 'sg-parameters' },
        h('thead', {}, h('tr', {}, ...headings.map(text => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, ...rows)
      )
    );
  }
}
