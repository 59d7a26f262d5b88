import { formatNumber } from '../../derivation';
import { decodeNumber } from '../../trace';
import type { Num } from '../../trace';
import { groupedText } from '../page/counts';
import { h } from '../page/dom';
import { Translate } from '../page/translate';
import { runCeiling, withPeak } from './ceiling';
import { CurveChart, Mark } from './curveChart';
import { Curve, byEpoch, bySteps, metricsOf, needsLog } from './curves';
import { TabList } from './tabList';
import { TrainingModel } from './trainingModel';

/** The curves of a run by epoch: the losses, each metric, the learning rate. */
export class CurvesView {
  readonly element: HTMLElement;
  private readonly tabs: TabList;
  private readonly chart: CurveChart;
  private readonly log: HTMLButtonElement;
  private isLog = false;
  private readonly readout = h('p', { class: 'sg-readout' });

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate,
    height: number
  ) {
    this.chart = new CurveChart(height, x => model.goNear(x));
    const panel = h('div', {}, this.chart.element);
    this.tabs = new TabList(translate('Curves'), panel, curve => model.choose({ curve }));
    this.log = h('button', { type: 'button', class: 'sg-toggle' }, translate('log scale'));
    this.log.addEventListener('click', () => model.choose({ log: !this.isLog }));
    this.element = h(
      'div',
      { class: 'sg-curves' },
      h('div', { class: 'sg-panel-head' }, this.tabs.element, this.log),
      panel,
      this.readout
    );
  }

  resize(width: number): void {
    this.chart.resize(width);
  }

  draw(): void {
    const { model, translate } = this;
    const { history } = model;
    const { progress } = history;
    const [from, until] = model.span;
    const metrics = metricsOf(history);
    const tabs = [
      { id: 'loss', title: translate('Loss') },
      ...metrics.map(name => ({ id: `metric:${name}`, title: name })),
      { id: 'lr', title: translate('Learning rate') }
    ];
    const curve = tabs.some(({ id }) => id === model.place.curve) ? model.place.curve : 'loss';
    this.tabs.draw(tabs, curve);
    const curves = this.curvesOf(curve);
    const ceiling = curve === 'lr' ? Infinity : runCeiling(curves);
    this.isLog = model.place.log ?? needsLog(curves, ceiling);
    this.log.setAttribute('aria-pressed', String(this.isLog));
    this.chart.draw({
      curves: curves.map(curve => withPeak(curve, ceiling, model.digits, translate)),
      ceiling,
      marks: this.marks(),
      log: this.isLog,
      from,
      until,
      xName: translate('epoch'),
      label: translate('%1 by epoch', tabs.find(({ id }) => id === curve)!.title),
      empty: model.isRunning
        ? translate('The first epoch is under way.')
        : progress || history.stopped
          ? translate('No epoch was finished.')
          : translate('There is nothing to draw.')
    });
    this.drawReadout();
  }

  private curvesOf(chosen: string): Curve[] {
    const { model, translate } = this;
    const { history, reader } = model;
    if (chosen === 'lr') {
      return [{ name: 'η', style: 'sg-of-rate', points: byEpoch(history, ({ lr }) => lr) }];
    }
    if (chosen !== 'loss') {
      const name = chosen.slice('metric:'.length);
      const of = history.epochs.some(({ valLoss }) => valLoss !== undefined)
        ? translate('%1 on the validation samples', name)
        : translate('%1 on the training samples', name);
      return [
        { name: of, style: 'sg-of-metric', points: byEpoch(history, ({ metrics }) => metrics?.[name]) }
      ];
    }
    const curves: Curve[] = [];
    if (reader && reader.record.stepsPerEpoch !== 1 && reader.record.steps.count > 0) {
      curves.push({ name: translate('each step'), style: 'sg-of-steps', ...bySteps(model) });
    }
    curves.push({
      name: translate('training'),
      style: 'sg-of-loss',
      points: byEpoch(history, ({ loss }) => loss)
    });
    const validation = byEpoch(history, ({ valLoss }) => valLoss);
    return validation.length > 0
      ? [...curves, { name: translate('validation'), style: 'sg-of-val', points: validation }]
      : curves;
  }

  /** Marks at the best epoch, at the end of a stopped run, and at the chosen moment. */
  private marks(): Mark[] {
    const { model, translate } = this;
    const { best, stopped, epochs } = model.history;
    const last = epochs[epochs.length - 1]?.epoch;
    return [
      ...(best && epochs.length > 1 && !model.reader?.record.trouble
        ? [{ x: best.epoch, label: translate('best'), style: 'sg-at-best' }]
        : []),
      ...(stopped && last !== undefined && last !== best?.epoch
        ? [{ x: last, label: translate('stopped'), style: 'sg-at-stop' }]
        : []),
      ...(model.moment ? [{ x: model.epochOf(model.moment), style: 'sg-at-now' }] : [])
    ];
  }

  /** The numbers of the last epoch finished at the chosen moment. */
  private drawReadout(): void {
    const { model, translate } = this;
    const { epochs } = model.history;
    const at = model.moment ? Math.floor(model.epochOf(model.moment)) : Infinity;
    const record = epochs.filter(({ epoch }) => epoch <= at).pop() ?? epochs[0];
    if (!record) {
      this.readout.replaceChildren();
      return;
    }
    const number = (name: string, value: Num | undefined): (Node | string)[] =>
      value === undefined
        ? []
        : [
            ` · ${name} `,
            h(
              'span',
              { class: 'sg-number', 'data-value': decodeNumber(value) },
              formatNumber(decodeNumber(value), model.digits)
            )
          ];
    this.readout.replaceChildren(
      translate('after epoch %1', groupedText(record.epoch)),
      ...number(translate('training loss'), record.loss),
      ...number(translate('validation loss'), record.valLoss),
      ...Object.entries(record.metrics ?? {}).flatMap(([name, value]) => number(name, value)),
      ...number('η', record.lr)
    );
  }
}
