import { extent, scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import { DataSample, decodeTensor } from '../../trace';
import { h, s, setAttributes } from '../page/dom';
import { sampleForm } from '../plots/sampleForm';
import { PlotScale, axisName, bottomAxis, evenTicks, leftAxis } from '../plots/axis';
import { coloursOf } from '../plots/surfacePaint';
import { Translate } from '../page/translate';
import { HUES, painter, pixels } from './canvas';
import { drawnMoment, otherMoment, unkept } from './drawnMoment';
import { Outcome, featuresOf, outcomeOf, thresholdOf } from './outcome';
import { PANEL_HEIGHT, TrainingPanel, TrainingPanelKind } from './trainingPanel';
import type { TrainingModel } from './trainingModel';
import { outputField, boundaryLine, OutputField, GRID, cellColour } from './outputField';

const HEIGHT = PANEL_HEIGHT + 6;
const LEFT = 46;
const BOTTOM = 32;

/** The model's output over the plane of its two inputs, with the samples. */
class BoundaryPanel implements TrainingPanel {
  readonly element = h('div', { class: 'sg-boundary' });
  private readonly canvas = h('canvas', { 'aria-hidden': 'true' });
  private readonly svg = s('svg', { role: 'img' });
  private readonly plot = h('div', { class: 'sg-plot' }, this.canvas, this.svg);
  private readonly note = h('p', { class: 'sg-remark' });
  private readonly legend = h('div', { class: 'sg-chart-legend' });
  private width = 460;

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.element.append(this.plot, this.legend, this.note);
  }

  resize(width: number): void {
    this.width = Math.max(240, Math.min(800, width));
  }

  draw(): void {
    const { model, translate, width } = this;
    const reader = model.reader!;
    const kept = drawnMoment(model);
    const net = kept && reader.modelAt(kept);
    const { train, validation, featureNames = ['x₁', 'x₂'] } = reader.record;
    setAttributes(this.svg, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
    this.svg.setAttribute(
      'aria-label',
      translate('What the model says for every %1 and %2', featureNames[0], featureNames[1])
    );
    if (!net) {
      this.drawNothing(unkept(model, translate));
      return;
    }
    const [x, y] = this.scales([train!, ...(validation ? [validation] : [])]);
    const field = outputField(net, x, y);
    if (!field.values.every(Number.isFinite)) {
      this.drawNothing(translate('At this moment the outputs are NaN or infinite.'));
      return;
    }
    this.plot.hidden = false;
    const outcome = outcomeOf(reader, field.outputs);
    this.paint(field, outcome);
    this.svg.replaceChildren(
      ...boundaryAxes(x, y, featureNames),
      ...(outcome === 'binary' ? [boundaryLine(field, thresholdOf(reader), x, y)] : []),
      ...dots(train!, outcome, x, y, 'sg-of-train'),
      ...(validation ? dots(validation, outcome, x, y, 'sg-of-validation') : [])
    );
    this.drawLegend(outcome, field);
    this.note.textContent = otherMoment(model, kept, translate);
  }

  private drawNothing(why: string): void {
    this.plot.hidden = true;
    this.legend.replaceChildren();
    this.note.textContent = why;
  }

  private scales(samples: DataSample[]): [PlotScale, PlotScale] {
    const points = samples.map(({ input }) => decodeTensor(input).data);
    const domain = (axis: number): [number, number] => {
      const values = points.flatMap(data =>
        Array.from(data).filter((v, i) => i % 2 === axis && Number.isFinite(v))
      );
      const [low = 0, high = 1] = extent(values);
      const pad = (high - low || 1) * 0.08;
      return [low - pad, high + pad];
    };
    return [scaleLinear(domain(0), [LEFT, this.width - 8]), scaleLinear(domain(1), [HEIGHT - BOTTOM, 6])];
  }

  /** Paints every cell in the colour of its output, paler where the model is less certain. */
  private paint(field: OutputField, outcome: Outcome): void {
    const context = painter(this.canvas, this.width, HEIGHT);
    const hues = coloursOf(this.element, HUES);
    const [low, high] = [Math.min(...field.values), Math.max(...field.values)];
    const image = pixels(GRID, GRID, (i, j) => {
      const at = (GRID - 1 - j) * GRID + i;
      const [hue, share] = cellColour(field, at, outcome, thresholdOf(this.model.reader!), low, high);
      return [...hues[hue % hues.length], Math.round(150 * share)] as [number, number, number, number];
    });
    if (context && image) {
      context.imageSmoothingEnabled = true;
      context.drawImage(image, LEFT, 6, this.width - 8 - LEFT, HEIGHT - BOTTOM - 6);
    }
  }

  private drawLegend(outcome: Outcome, { outputs, values }: OutputField): void {
    const { classNames } = this.model.reader!.record;
    const { translate } = this;
    const entry = (style: string, text: string, label = 0): HTMLElement => {
      const dot = s('path', { class: style, d: sampleForm(label, 60), transform: 'translate(6,6)' });
      const key = s('svg', { width: 12, height: 12, 'aria-hidden': 'true' }, dot);
      return h('span', { class: 'sg-legend-entry' }, key, text);
    };
    const count = outcome === 'binary' ? 2 : outputs;
    const classes = Array.from({ length: Math.min(8, count) }, (_, i) =>
      entry(
        `sg-sample sg-hue-${outcome === 'binary' ? 1 - i : i}`,
        classNames?.[i] ?? translate('class %1', i),
        i
      )
    );
    const range = translate(
      'output from %1 to %2',
      formatNumber(Math.min(...values), 3),
      formatNumber(Math.max(...values), 3)
    );
    this.legend.replaceChildren(
      ...(outcome === 'number' ? [h('span', {}, range)] : classes),
      ...(this.model.reader!.record.validation
        ? [entry('sg-sample sg-of-validation', translate('hollow: validation'))]
        : [])
    );
  }
}

function dots(sample: DataSample, outcome: Outcome, x: PlotScale, y: PlotScale, style: string): SVGElement[] {
  const { data } = decodeTensor(sample.input);
  const target = decodeTensor(sample.target);
  const columns = target.shape[1] ?? 1;
  const rows = sample.input.shape[0];
  return Array.from({ length: rows }, (_, i) => {
    const row = Array.from(target.data.subarray(i * columns, (i + 1) * columns));
    const label = columns > 1 ? row.indexOf(Math.max(...row)) : row[0];
    const hue = outcome === 'number' ? 'sg-plain' : `sg-hue-${outcome === 'binary' ? 1 - label : label % 8}`;
    return s('path', {
      class: `sg-sample ${hue} ${style}`,
      d: sampleForm(outcome === 'number' ? 0 : label, 34),
      transform: `translate(${x(data[2 * i])},${y(data[2 * i + 1])})`
    });
  });
}

function boundaryAxes(x: PlotScale, y: PlotScale, names: string[]): SVGElement[] {
  const base = HEIGHT - BOTTOM;
  return [
    ...bottomAxis(x, { ticks: evenTicks(x.ticks(5)), edge: base, gap: 13 }),
    ...leftAxis(y, { ticks: evenTicks(y.ticks(5)), edge: LEFT, gap: 5 }),
    axisName(names[0].slice(0, 40), x.range()[1], base + 27),
    axisName(`↑ ${names[1].slice(0, 40)}`, 0, base + 27, 'start')
  ];
}

export const boundary: TrainingPanelKind = {
  id: 'boundary',
  title: translate => translate('Decision boundary'),
  fits: ({ reader }) => !!reader?.isKnown && featuresOf(reader) === 2 && !reader.record.model.some(isIndexed),
  make: (model, translate) => new BoundaryPanel(model, translate)
};

const isIndexed = ({ type }: { type: string }): boolean => type === 'Embedding';
