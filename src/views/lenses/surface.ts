import { contours, geoPath, geoTransform, line, scaleLinear } from 'd3';
import { Stage, lastLayer, symbolToText, unitSymbol } from '../../derivation';
import { h, s } from '../dom';
import type { StepperModel } from '../stepperModel';
import { sampleForm } from '../sampleForm';
import { SurfaceGrid, isDrawable, shadesOf, surfaceOf, valuesOf, winners } from '../surfaceGrid';
import { coloursOf, paint, paintClasses } from '../surfacePaint';
import type { Translate } from '../translate';
import type { Lens, LensKind } from './lens';
import { Box, across, axes, boxOf, extentOf, inside, number, upwards } from './plot';
import { placeSample } from './surfaceEdit';

/** More samples than this are not drawn. */
const POINTS = 600;
/** More units than this are not listed. */
const LISTED = 200;
const HEIGHT = 242;
/** Colours of classes; what is beyond begins again. */
export const CLASSES = Array.from({ length: 8 }, (_, i) => `--sg-class-${i}`);

/** What is drawn: a unit, or which of the outputs is largest. */
type Choice = { stage: Stage; unit: number } | 'classes';

/** What the network, or one of its neurons, computes over the range of its inputs. */
class SurfaceLens implements Lens {
  readonly element = h('div', { class: 'sg-plots sg-surface' });
  private readonly select = h('select', { name: 'unit', 'data-stop': true });
  private readonly canvas = h('canvas', { class: 'sg-canvas', 'aria-hidden': 'true' });
  private readonly layer = h('div', { class: 'sg-layers' });
  private readonly words = h('div', { class: 'sg-words' });
  private readonly choices: Choice[] = [];
  private focused: StepperModel['focus'] = null;
  private seen: unknown[] = [];
  private width = 420;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    const { network, terms } = model;
    const last = network.stages[network.stages.length - 1];
    if (last.units > 1) {
      this.offer('classes', translate('the largest output'));
    }
    [last, ...network.stages.slice(0, -1)].forEach(stage => {
      for (let unit = 0; unit < stage.units && this.choices.length < LISTED; unit++) {
        this.offer({ stage, unit }, symbolToText(unitSymbol(terms, stage, unit)));
      }
    });
    this.select.addEventListener('change', () => this.draw());
    placeSample(this.layer, model, () => this.scales());
  }

  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    const { model, translate } = this;
    const { focus, network, trace, step } = model;
    if (!this.element.firstChild) {
      const pick = h('label', { class: 'sg-pick' }, h('span', {}, translate('shown')), this.select);
      this.element.append(this.layer, h('div', { class: 'sg-side' }, pick, this.words));
    }
    if (focus !== this.focused) {
      this.focused = focus;
      const at =
        focus?.kind === 'neuron'
          ? this.choices.findIndex(
              each =>
                each !== 'classes' && each.stage === network.stages[focus.stage] && each.unit === focus.unit
            )
          : -1;
      this.select.value = at < 0 ? this.select.value : String(at);
    }
    const grid = surfaceOf(trace, step.iteration);
    if (!grid) {
      const own = trace.model.find(({ custom }) => custom === true);
      this.layer.replaceChildren();
      this.words.replaceChildren(
        h(
          'p',
          { class: 'sg-remark' },
          translate('%1 is a layer of your own: the page can’t compute it for other inputs.', own?.type ?? '')
        )
      );
      return;
    }
    // Most steps change nothing of what is drawn here, and contours take their time.
    const theme = coloursOf(this.element, ['--sg-positive', '--sg-class-2']).join();
    const seen = [grid, trace.data, this.select.value, model.sample, step.iteration, this.width, theme];
    if (seen.every((part, i) => part === this.seen[i])) {
      return;
    }
    this.seen = seen;
    const choice = this.choices[Number(this.select.value)];
    if (network.inputs === 1) {
      this.drawCurve(grid, choice);
    } else {
      this.drawSurface(grid, choice);
    }
  }

  private offer(choice: Choice, text: string): void {
    this.select.append(h('option', { value: this.choices.length }, text));
    this.choices.push(choice);
  }

  private get box(): Box {
    const width = Math.round(Math.min((this.width - 26) * 0.62, 360));
    return { ...boxOf(width, HEIGHT, 44), top: 22 };
  }

  /** From inputs to px. */
  private scales(): {
    x: ReturnType<typeof scaleLinear<number>>;
    y: ReturnType<typeof scaleLinear<number>> | null;
  } | null {
    const grid = surfaceOf(this.model.trace, this.model.step.iteration);
    return (
      grid && {
        x: scaleLinear(grid.domain[0], across(this.box)),
        y: grid.domain[1] ? scaleLinear(grid.domain[1], upwards(this.box)) : null
      }
    );
  }

  private names(): string[] {
    const { trace, terms, network } = this.model;
    return Array.from({ length: network.inputs }, (_, k) => {
      const x = terms.input(k);
      return trace.data.featureNames?.[k] ?? (x.kind === 'quantity' ? symbolToText(x.symbol) : '');
    });
  }

  private drawSurface(grid: SurfaceGrid, choice: Choice): void {
    const { translate, box } = this;
    const { x, y } = this.scales()!;
    const { n } = grid;
    const last = grid.outputs.length - 1;
    const [left, top] = [box.left, box.top];
    const [width, height] = [box.width - left - box.right, box.height - top - box.bottom];
    let lines: { values: Float64Array; at: number }[];
    const words: Node[] = [];
    if (choice === 'classes') {
      const { winner, lead } = winners(grid.outputs[last]);
      paintClasses(this.canvas, winner, coloursOf(this.element, CLASSES));
      const classes = Math.min(grid.outputs[last].shape[1], CLASSES.length);
      // Where a class leads, by how much; where it does not, how far it is behind the one that does.
      lines = Array.from({ length: classes }, (_, j) => ({
        values: lead.map((by, cell) => (winner[cell] === j ? by : -by)),
        at: 0
      }));
      words.push(
        h(
          'p',
          { class: 'sg-remark' },
          translate(
            'Each place in the colour of its largest output; the lines are where the two largest are equal.'
          )
        ),
        this.key(classes)
      );
    } else {
      const layer = lastLayer(choice.stage);
      const values = valuesOf(grid, layer, choice.unit);
      const shades = shadesOf(grid.layers[layer], values);
      paint(this.canvas, values, shades, coloursOf(this.element, ['--sg-positive', '--sg-negative']));
      const { linear } = choice.stage;
      lines = [
        linear === null
          ? { values, at: shades.middle }
          : { values: valuesOf(grid, linear, choice.unit), at: 0 }
      ];
      words.push(...this.scaleWords(choice, values, shades, linear));
    }
    // Cells to px.
    const place = geoTransform({
      point(px, py) {
        this.stream.point(left + ((px - 1) * width) / n, top + ((py - 1) * height) / n);
      }
    });
    const svg = s(
      'svg',
      {
        width: box.width,
        height: box.height,
        role: 'img',
        'aria-label': this.select.selectedOptions[0]?.textContent ?? ''
      },
      ...axes(x, y!, box, { x: this.names()[0], y: '' }).filter(part => !part.classList.contains('sg-grid')),
      s('text', { class: 'sg-axis-name', x: left - 38, y: top - 8 }, this.names()[1])
    );
    for (const { values, at } of lines) {
      const [contour] = contours()
        .size([n + 2, n + 2])
        .thresholds([at])(padded(values, n));
      svg.append(inside(box, s('path', { class: 'sg-boundary', d: geoPath(place)(contour) ?? '' })));
    }
    svg.append(
      ...this.points(
        p => x(p[0]),
        p => y!(p[1])
      )
    );
    Object.assign(this.canvas.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`
    });
    this.canvas.setAttribute('data-cells', String(n));
    this.layer.replaceChildren(this.canvas, svg);
    this.words.replaceChildren(...words, ...this.common());
  }

  /** Which class has which colour, and its samples which form. */
  private key(classes: number): HTMLElement {
    const { model, translate } = this;
    const { stages } = model.network;
    const last = stages[stages.length - 1];
    const names = model.trace.data.classNames;
    const entry = (_: unknown, i: number): HTMLElement => {
      const mark = s('path', { class: `sg-class-${i}`, d: sampleForm(i, 46) });
      return h(
        'span',
        { class: 'sg-legend-entry' },
        s(
          'svg',
          { class: 'sg-sample', width: 12, height: 12, viewBox: '-6 -6 12 12', 'aria-hidden': 'true' },
          mark
        ),
        names?.[i] ?? symbolToText(unitSymbol(model.terms, last, i))
      );
    };
    return h(
      'div',
      { class: 'sg-swatches', role: 'group', 'aria-label': translate('classes') },
      ...Array.from({ length: classes }, entry)
    );
  }

  /** What the colours mean, with the numbers at both ends. */
  private scaleWords(
    choice: Exclude<Choice, 'classes'>,
    values: Float64Array,
    { middle, reach }: { middle: number; reach: number },
    linear: number | null
  ): Node[] {
    const { translate, model } = this;
    const name = symbolToText(unitSymbol(model.terms, choice.stage, choice.unit));
    const [low] = extentOf(values) ?? [0];
    const entry = (colour: string, value: number): HTMLElement =>
      h(
        'span',
        { class: 'sg-legend-entry' },
        h('span', { class: `sg-swatch ${colour}` }),
        number(value, '', 3)
      );
    const parts: Node[] = [
      h(
        'div',
        { class: 'sg-swatches' },
        ...(low < middle ? [entry('sg-low', middle - reach)] : []),
        entry('sg-middle', middle),
        entry('sg-high', middle + reach)
      )
    ];
    const z =
      linear === null || linear === lastLayer(choice.stage)
        ? null
        : symbolToText(model.terms.outputSymbol(linear, choice.unit));
    parts.push(
      h(
        'p',
        { class: 'sg-remark' },
        z
          ? translate('The line is where %1 = 0.', z)
          : translate('The line is where %1 = %2.', name, String(linear === null ? middle : 0))
      )
    );
    return parts;
  }

  private common(): Node[] {
    const { translate, model } = this;
    const weights =
      model.trace.iterations.length > 1
        ? translate('Weights of iteration %1, before its update.', model.step.iteration + 1)
        : translate('Weights before the update.');
    return [
      h('p', { class: 'sg-remark' }, weights),
      h(
        'p',
        { class: 'sg-remark' },
        translate('Click a sample to choose it; drag across to move the chosen one.')
      )
    ];
  }

  private drawCurve(grid: SurfaceGrid, choice: Choice): void {
    const { model, box, translate } = this;
    const { x } = this.scales()!;
    const all = choice === 'classes' ? [] : [choice];
    const last = model.network.stages[model.network.stages.length - 1];
    const units =
      choice === 'classes'
        ? Array.from({ length: Math.min(last.units, CLASSES.length) }, (_, unit) => ({ stage: last, unit }))
        : all;
    const curves = units.map(({ stage, unit }) => valuesOf(grid, lastLayer(stage), unit));
    const targets = this.targetsOf(choice);
    const [low, high] = extentOf([...curves.flatMap(values => Array.from(values)), ...targets]) ?? [0, 1];
    const room = (high - low || 1) * 0.08;
    const y = scaleLinear([low - room, high + room], upwards(box));
    const [from, to] = grid.domain[0];
    const path = line<number>(
      (_, i) => x(from + ((to - from) * i) / (grid.n - 1)),
      value => y(value)
    ).defined(Number.isFinite);
    const name =
      choice === 'classes' ? 'ŷ' : symbolToText(unitSymbol(model.terms, choice.stage, choice.unit));
    const svg = s(
      'svg',
      { width: box.width, height: box.height, role: 'img', 'aria-label': `${name}(${this.names()[0]})` },
      ...axes(x, y, box, { x: this.names()[0], y: name }),
      ...curves.map((values, i) =>
        s('path', { class: `sg-curve sg-class-${i}`, d: path(Array.from(values)) ?? '' })
      )
    );
    if (targets.length > 0) {
      svg.append(
        ...this.points(
          p => x(p[0]),
          (_, sample) => y(targets[sample])
        )
      );
    } else {
      const at = this.model.reader.tensor(model.trace.data.input).data[model.sample];
      svg.append(s('path', { class: 'sg-grid sg-now', d: `M${x(at)},${y.range()[0]}V${y.range()[1]}` }));
    }
    this.layer.replaceChildren(svg);
    const about =
      targets.length > 0
        ? translate(
            'The curve is what comes out for every input; the points are the samples with their targets.'
          )
        : translate('The curve is what comes out for every input; the line is at the sample.');
    this.words.replaceChildren(h('p', { class: 'sg-remark' }, about), ...this.common());
  }

  /** What an output should be, sample by sample; none for a neuron inside, and for a class. */
  private targetsOf(choice: Choice): number[] {
    const { network, trace, reader } = this.model;
    const { data, shape: sizes } = reader.tensor(trace.data.target);
    if (
      choice === 'classes' ||
      choice.stage !== network.stages[network.stages.length - 1] ||
      sizes.length !== 2
    ) {
      return [];
    }
    return Array.from({ length: sizes[0] }, (_, sample) => data[sample * sizes[1] + choice.unit]);
  }

  /** The samples: form and colour say the target, the chosen one has a ring. */
  private points(px: (at: number[]) => number, py: (at: number[], sample: number) => number): SVGElement[] {
    const { reader, trace, network, sample } = this.model;
    const { data } = reader.tensor(trace.data.input);
    const classOf = classes(this.model);
    const drawn = Array.from({ length: Math.min(reader.samples, POINTS) }, (_, i) => i);
    const mark = (i: number): SVGElement => {
      const at = Array.from(data.subarray(i * network.inputs, (i + 1) * network.inputs));
      const [cx, cy] = [px(at), py(at, i)];
      const its = classOf(i);
      const chosen = i === sample;
      const form = sampleForm(its, chosen ? 90 : 46);
      const group = s('g', { transform: `translate(${cx},${cy})`, class: 'sg-sample', 'data-sample': i });
      group.append(s('path', { class: `sg-class-${its % CLASSES.length}`, d: form }));
      if (chosen) {
        group.append(s('circle', { class: 'sg-ring', r: 9 }));
      }
      return group;
    };
    return [...drawn.filter(i => i !== sample), sample].filter(i => i < reader.samples).map(mark);
  }
}

/** The class of a sample: what its target names, or the largest of its targets, or 1 for one from ½. */
function classes({ reader, trace }: StepperModel): (sample: number) => number {
  const { data, shape: sizes } = reader.tensor(trace.data.target);
  if (sizes.length === 1) {
    return sample => Math.max(0, Math.round(data[sample]) || 0);
  }
  const [, width] = sizes;
  // Numbers that name no class are all one.
  if (!data.every(y => y === 0 || y === 1)) {
    return () => 1;
  }
  return width === 1
    ? sample => (data[sample] >= 0.5 ? 1 : 0)
    : sample => {
        const row = data.subarray(sample * width, (sample + 1) * width);
        return row.indexOf(Math.max(...row));
      };
}

/** A grid with its outermost cells once more around it: contours that leave the picture do so outside of it. */
function padded(values: Float64Array, n: number): number[] {
  const at = (i: number): number => Math.max(0, Math.min(n - 1, i - 1));
  return Array.from({ length: (n + 2) ** 2 }, (_, cell) => {
    const value = values[at(Math.floor(cell / (n + 2))) * n + at(cell % (n + 2))];
    return Number.isFinite(value) ? value : -Number.MAX_VALUE;
  });
}

/** What the network computes. */
export const surface: LensKind = {
  id: 'surface',
  // eslint-disable-next-line jupyter/no-untranslated-string -- the panel translates it
  title: 'What it computes',
  make: (model, translate) => (isDrawable(model.trace) ? new SurfaceLens(model, translate) : null)
};
