import { scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import { Histogram, Moment, countsOf, decodeNumber } from '../../trace';
import { h, s, setAttributes } from '../page/dom';
import { PlotScale, axisName, bottomAxis, evenTicks, leftAxis, wholeTicks } from '../plots/axis';
import { coloursOf } from '../plots/surfacePaint';
import { Translate } from '../page/translate';
import { painter } from './canvas';
import { PANEL_HEIGHT, TrainingPanel, TrainingPanelKind } from './trainingPanel';
import type { TrainingModel, TrainingPlace } from './trainingModel';

type Spread = TrainingPlace['spread'];

/** The histograms of a moment, by layer. */
export function histogramsAt(moment: Moment, spread: Spread): { layer: string; values: Histogram }[] {
  return spread === 'outputs'
    ? moment.outputs
    : moment.layers.flatMap(({ layer, weights, grads }) => {
        const values = spread === 'weights' ? weights : grads;
        return values ? [{ layer, values }] : [];
      });
}

/** Of the plot, in px: two lines of text stand below it. */
const HEIGHT = PANEL_HEIGHT - 40;
const LEFT = 58;
const BOTTOM = 22;
/** Width of the chosen moment's histogram on the right, in px. */
const RIGHT = 96;

/** Histograms of a layer's numbers over the run: the more numbers, the stronger the colour. */
class HistogramsPanel implements TrainingPanel {
  readonly element = h('div', { class: 'sg-spreads' });
  private readonly canvas = h('canvas', { 'aria-hidden': 'true' });
  private readonly svg = s('svg', { role: 'img' });
  private readonly plot = h('div', { class: 'sg-plot' }, this.canvas, this.svg);
  private readonly what: HTMLSelectElement;
  private readonly layer: HTMLSelectElement;
  private readonly note = h('p', { class: 'sg-remark' });
  private width = 460;

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.what = h(
      'select',
      { 'aria-label': translate('Numbers') },
      h('option', { value: 'weights' }, translate('weights')),
      h('option', { value: 'gradients' }, translate('gradients')),
      h('option', { value: 'outputs' }, translate('outputs of the layers'))
    );
    this.what.addEventListener('change', () => model.choose({ spread: this.what.value as Spread }));
    this.layer = h('select', { 'aria-label': translate('Layer') });
    this.layer.addEventListener('change', () => model.choose({ layer: this.layer.value }));
    this.element.append(h('div', { class: 'sg-panel-tools' }, this.what, this.layer), this.plot, this.note);
  }

  resize(width: number): void {
    this.width = Math.max(260, width);
  }

  draw(): void {
    const { model, width, translate } = this;
    const { spread } = model.place;
    const all = model.moments.map(moment => ({ moment, spreads: histogramsAt(moment, spread) }));
    const names = (all[0]?.spreads ?? []).map(({ layer }) => layer);
    this.what.value = spread;
    if (Array.from(this.layer.options, ({ value }) => value).join() !== names.join()) {
      this.layer.replaceChildren(...names.map(name => h('option', { value: name }, name)));
    }
    const at = Math.max(0, names.indexOf(model.place.layer));
    this.layer.value = names[at] ?? '';
    const columns = all.flatMap(({ moment, spreads }) =>
      spreads[at] ? [{ moment, values: spreads[at].values }] : []
    );
    const known = columns.filter(({ values }) => values.counts !== '');
    const low = Math.min(...known.map(({ values }) => decodeNumber(values.low)));
    const high = Math.max(...known.map(({ values }) => decodeNumber(values.high)));
    this.svg.setAttribute('aria-label', translate('Histograms of %1 over the run', this.layer.value));
    setAttributes(this.svg, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
    this.plot.hidden = known.length === 0;
    if (known.length === 0) {
      this.note.textContent = translate('There are no such numbers at these moments.');
      return;
    }
    const pad = low === high ? Math.abs(low) * 0.1 || 1 : (high - low) * 0.02;
    const y = scaleLinear([low - pad, high + pad], [HEIGHT - BOTTOM, 6]);
    const first = model.epochOf(known[0].moment);
    const last = model.epochOf(model.moments[model.moments.length - 1]);
    const x = scaleLinear([first, Math.max(last, first + 1e-9)], [LEFT, width - RIGHT - 8]);
    this.paint(columns, x, y);
    const now = columns.find(({ moment }) => moment === model.moment);
    this.svg.replaceChildren(...this.over(now?.values ?? null, x, y));
    this.note.textContent = now ? this.describe(now.values) : translate('No step was made at this moment.');
  }

  private paint(
    columns: { moment: Moment; values: Histogram }[],
    x: (v: number) => number,
    y: (v: number) => number
  ): void {
    const context = painter(this.canvas, this.width, HEIGHT);
    if (!context) {
      return;
    }
    const [[r, g, b]] = coloursOf(this.element, ['--sg-positive']);
    const edges = columns.map(({ moment }) => x(this.model.epochOf(moment)));
    columns.forEach(({ values }, i) => {
      const { low, high } = values;
      if (values.counts === '') {
        // All numbers are NaN or infinite: there is nothing to draw.
        return;
      }
      const counts = countsOf(values);
      const [from, to] = [decodeNumber(low), decodeNumber(high)];
      const most = Math.max(...counts);
      const left = edges[i];
      const right = edges[i + 1] ?? this.width - RIGHT - 8;
      counts.forEach((count, k) => {
        if (count > 0) {
          const top = y(from + ((k + 1) / counts.length) * (to - from));
          const bottom = y(from + (k / counts.length) * (to - from));
          context.fillStyle = `rgba(${r}, ${g}, ${b}, ${0.12 + 0.88 * Math.sqrt(count / most)})`;
          context.fillRect(
            left,
            Math.min(top, bottom - 2),
            Math.max(1, right - left) + 0.5,
            Math.max(2, bottom - top + 0.5)
          );
        }
      });
    });
  }

  /** The axes, a line at the chosen moment, and its histogram on the right. */
  private over(now: Histogram | null, x: PlotScale, y: PlotScale): SVGElement[] {
    const { width, model, translate } = this;
    const base = width - RIGHT;
    const counts = now ? countsOf(now) : [];
    const most = Math.max(1, ...counts);
    const [from, to] = now ? [decodeNumber(now.low), decodeNumber(now.high)] : [0, 0];
    const bars = counts.map((count, k, { length }) => {
      const top = y(from + ((k + 1) / length) * (to - from));
      const bottom = y(from + (k / length) * (to - from));
      return s('rect', {
        class: 'sg-hist-bar',
        x: base,
        y: length === 1 ? top - 2 : top,
        width: (count / most) * (RIGHT - 10),
        height: Math.max(1, bottom - top - 0.5 + (length === 1 ? 4 : 0)),
        'data-value': count
      });
    });
    return [
      ...leftAxis(y, { ticks: evenTicks(y.ticks(5)), edge: LEFT }),
      ...bottomAxis(x, { ticks: wholeTicks(x, 5), edge: HEIGHT - BOTTOM, gap: 16 }),
      axisName(translate('epoch'), width - 4, HEIGHT - 6),
      ...bars,
      ...(model.moment
        ? [
            s('path', {
              class: 'sg-at sg-at-now',
              d: `M${x(model.epochOf(model.moment))},4V${HEIGHT - BOTTOM}`
            })
          ]
        : [])
    ];
  }

  private describe({ low, high, odd = 0, counts }: Histogram): string {
    const { translate } = this;
    const { digits } = this.model;
    if (counts === '' && odd > 0) {
      return translate('At this moment all %1 are NaN or infinite.', odd);
    }
    const range = translate(
      'From %1 to %2.',
      formatNumber(decodeNumber(low), digits),
      formatNumber(decodeNumber(high), digits)
    );
    const rest = odd > 0 ? translate('%1 are NaN or infinite.', odd) : '';
    const how = translate(
      'The stronger the colour, the more numbers are there; on the right, how many of them at this moment.'
    );
    return [range, rest, how].filter(Boolean).join(' ');
  }
}

export const histograms: TrainingPanelKind = {
  id: 'histograms',
  title: translate => translate('Histograms'),
  fits: ({ reader }) => reader !== null,
  make: (model, translate) => new HistogramsPanel(model, translate)
};
