import { Moment, decodeNumber } from '../../trace';
import type { LayerMoment } from '../../trace';
import { h } from '../page/dom';
import { Translate } from '../page/translate';
import { CurveChart } from './curveChart';
import type { Curve } from './curves';
import { PANEL_HEIGHT, TrainingPanel, TrainingPanelKind } from './trainingPanel';
import type { TrainingModel, TrainingPlace } from './trainingModel';

type Size = TrainingPlace['size'];

/** A norm of a layer at a moment, or the ratio update ÷ weights; undefined if no step was made. */
export function sizeAt(layer: LayerMoment, size: Size): number | undefined {
  const { weight, grad, update } = layer;
  const value = { weight, grad, update, ratio: update }[size];
  if (value === undefined) {
    return undefined;
  }
  return size === 'ratio' ? decodeNumber(value) / decodeNumber(weight) : decodeNumber(value);
}

/** The norms of each layer's weights, gradients and updates over the run. */
class SizesPanel implements TrainingPanel {
  readonly element = h('div', { class: 'sg-sizes' });
  private readonly chart: CurveChart;
  private readonly select: HTMLSelectElement;
  private readonly note = h('p', { class: 'sg-remark' });

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.chart = new CurveChart(PANEL_HEIGHT - 56);
    this.select = h(
      'select',
      { 'aria-label': translate('Size of the layers') },
      h('option', { value: 'ratio' }, translate('update ÷ weights')),
      h('option', { value: 'grad' }, translate('length of the gradient')),
      h('option', { value: 'update' }, translate('length of the update')),
      h('option', { value: 'weight' }, translate('length of the weights'))
    );
    this.select.addEventListener('change', () => model.choose({ size: this.select.value as Size }));
    this.element.append(h('div', { class: 'sg-panel-tools' }, this.select), this.chart.element, this.note);
  }

  resize(width: number): void {
    this.chart.resize(width);
  }

  draw(): void {
    const { model, translate } = this;
    const { size } = model.place;
    const { moments, moment } = model;
    this.select.value = size;
    const { from, layersLeftOut = 0 } = model.reader!.record;
    this.chart.draw({
      curves: curvesOf(moments, size, each => model.epochOf(each)),
      marks: moment ? [{ x: model.epochOf(moment), style: 'sg-at-now' }] : [],
      log: true,
      from,
      until: moments.length > 0 ? model.epochOf(moments[moments.length - 1]) : from + 1,
      xName: translate('epoch'),
      label: translate('Sizes of the layers over the run, on a logarithmic scale'),
      empty: translate('The run has not begun yet.')
    });
    this.note.textContent =
      layersLeftOut > 0 ? translate('%1 more layers are not drawn.', layersLeftOut) : '';
  }
}

function curvesOf(moments: Moment[], size: Size, x: (moment: Moment) => number): Curve[] {
  const names = moments[0]?.layers.map(({ layer }) => layer) ?? [];
  return names.map((name, i) => ({
    name,
    style: `sg-hue-${i % 8}`,
    points: moments.flatMap(moment => {
      const value = moment.layers[i] && sizeAt(moment.layers[i], size);
      return value === undefined ? [] : [[x(moment), value] as [number, number]];
    })
  }));
}

export const sizes: TrainingPanelKind = {
  id: 'sizes',
  title: translate => translate('Layers'),
  fits: ({ reader }) => reader !== null,
  make: (model, translate) => new SizesPanel(model, translate)
};
