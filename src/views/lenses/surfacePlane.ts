import { contours, geoPath, geoTransform } from 'd3';
import { lastLayer, symbolToText, unitSymbol } from '../../derivation';
import { h, s } from '../page/dom';
import { sampleForm } from '../plots/sampleForm';
import type { StepperModel } from '../state/stepperModel';
import { shadesOf, valuesOf, winners } from '../plots/surfaceGrid';
import { coloursOf, paint, paintClasses } from '../plots/surfacePaint';
import type { Translate } from '../page/translate';
import { numberElement } from '../page/numberElement';
import { axes, axisName } from '../plots/axis';
import { clipped } from '../plots/box';
import { extentOf } from '../plots/extent';
import {
  CLASSES,
  SurfaceChoice,
  SurfaceDrawing,
  SurfacePicture,
  namesOf,
  sampleMarks
} from './surfaceSamples';

/**
 * The output over the plane of two inputs in colours, with the decision boundary.
 * @param canvas the canvas to paint into
 * @param label the accessible name
 */
export function planePicture(
  drawing: SurfaceDrawing,
  canvas: HTMLCanvasElement,
  label: string
): SurfacePicture {
  const { model, translate, grid, choice, box, element } = drawing;
  const { x, y } = drawing.scales;
  const { n } = grid;
  const last = grid.outputs.length - 1;
  const [left, top] = [box.left, box.top];
  const [width, height] = [box.width - left - box.right, box.height - top - box.bottom];
  let lines: { values: Float64Array; at: number }[];
  const words: Node[] = [];
  if (choice === 'classes') {
    const { winner, lead } = winners(grid.outputs[last]);
    paintClasses(canvas, winner, coloursOf(element, CLASSES));
    const classes = Math.min(grid.outputs[last].shape[1], CLASSES.length);
    // Each class's lead over the next; where another class leads, minus that lead. Its boundary is at 0.
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
      key(classes, model, translate)
    );
  } else {
    const layer = lastLayer(choice.stage);
    const values = valuesOf(grid, layer, choice.unit);
    const shades = shadesOf(grid.layers[layer], values);
    paint(canvas, values, shades, coloursOf(element, ['--sg-positive', '--sg-negative']));
    const { linear } = choice.stage;
    lines = [
      linear === null ? { values, at: shades.middle } : { values: valuesOf(grid, linear, choice.unit), at: 0 }
    ];
    words.push(...scaleWords(drawing, choice, values, shades));
  }
  // From cells to px.
  const place = geoTransform({
    point(px, py) {
      this.stream.point(left + ((px - 1) * width) / n, top + ((py - 1) * height) / n);
    }
  });
  const [across, up] = namesOf(model);
  const svg = s(
    'svg',
    {
      width: box.width,
      height: box.height,
      role: 'img',
      'aria-label': label
    },
    ...axes(x, y!, box, { x: across, y: '', digits: model.digits, grid: false }),
    axisName(up, left - 38, top - 8, 'start')
  );
  for (const { values, at } of lines) {
    const [contour] = contours()
      .size([n + 2, n + 2])
      .thresholds([at])(padded(values, n));
    svg.append(clipped(box, s('path', { class: 'sg-boundary', d: geoPath(place)(contour) ?? '' })));
  }
  svg.append(
    ...sampleMarks(
      model,
      p => x(p[0]),
      p => y!(p[1])
    )
  );
  Object.assign(canvas.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`
  });
  canvas.setAttribute('data-cells', String(n));
  return { layers: [canvas, svg], words };
}

/** The legend of the classes: colour, and form of the samples. */
function key(classes: number, model: StepperModel, translate: Translate): HTMLElement {
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

/** The legend of the colours, with the values at both ends, and what the line means. */
function scaleWords(
  { model, translate }: SurfaceDrawing,
  choice: Exclude<SurfaceChoice, 'classes'>,
  values: Float64Array,
  { middle, reach }: { middle: number; reach: number }
): Node[] {
  const { linear } = choice.stage;
  const name = symbolToText(unitSymbol(model.terms, choice.stage, choice.unit));
  const [low] = extentOf(values) ?? [0];
  const entry = (colour: string, value: number): HTMLElement =>
    h(
      'span',
      { class: 'sg-legend-entry' },
      h('span', { class: `sg-swatch ${colour}` }),
      numberElement(value, '', 3)
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

/** A grid extended by a copy of its border cells, so that contours close outside the picture. */
function padded(values: Float64Array, n: number): number[] {
  const at = (i: number): number => Math.max(0, Math.min(n - 1, i - 1));
  return Array.from({ length: (n + 2) ** 2 }, (_, cell) => {
    const value = values[at(Math.floor(cell / (n + 2))) * n + at(cell % (n + 2))];
    return Number.isFinite(value) ? value : -Number.MAX_VALUE;
  });
}
