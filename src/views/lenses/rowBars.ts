import { scaleBand, scaleLinear } from 'd3';
import { formatNumber, symbol, symbolToText } from '../../derivation';
import { h, s } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';
import { extentOf } from '../plots/extent';

/** Bars per row, at most. */
const BARS = 48;

/** The inputs and the outputs of a layer that reads the whole row, such as Softmax: two rows of bars. */
export function rowBars(
  model: StepperModel,
  layer: number,
  unit: number,
  width: number,
  height: number,
  translate: Translate
): Node[] {
  const { terms, network } = model;
  const { type } = network.layers[layer];
  const row = ({ data, shape }: { data: Float64Array; shape: number[] }): number[] =>
    Array.from(data.subarray(terms.sample * shape[1], (terms.sample + 1) * shape[1]));
  const into = row(terms.reader.layerInput(terms.iteration, layer));
  const out = row(terms.reader.layerOutput(terms.iteration, layer));
  const half = Math.round((height - 44) / 2);
  const before = (i: number): string =>
    layer === 0 ? symbolToText(symbol(terms.input(i))) : symbolToText(terms.outputSymbol(layer - 1, i));
  const after = (i: number): string => symbolToText(terms.outputSymbol(layer, i));
  const more = Math.max(into.length, out.length) - BARS;
  return [
    h(
      'div',
      { class: 'sg-rows' },
      h(
        'p',
        { class: 'sg-remark' },
        translate(
          '%1 looks at the whole row of a sample: every output depends on every input. Above what goes in, below what comes out.',
          type
        ) + (more > 0 ? ` ${translate('… %1 more', more)}` : '')
      ),
      bars(into, before, unit, 'sg-of-z', width, half, model.digits),
      bars(out, after, unit, 'sg-of-activation', width, half, model.digits)
    )
  ];
}

function bars(
  all: number[],
  nameOf: (i: number) => string,
  marked: number,
  role: string,
  width: number,
  height: number,
  digits: number
): SVGElement {
  const values = all.slice(0, BARS);
  const [low, high] = extentOf(values) ?? [0, 1];
  const x = scaleBand(
    values.map((_, i) => i),
    [4, width - 4]
  ).padding(0.25);
  const y = scaleLinear([Math.min(0, low), Math.max(0, high) || (low < 0 ? 0 : 1)], [height - 28, 15]);
  const labels = x.bandwidth() >= 26;
  const svg = s('svg', { width, height, class: 'sg-bars', role: 'group' });
  values.forEach((value, i) => {
    const [top, base] = [y(Math.max(0, value)), y(Math.min(0, value))];
    const left = x(i)!;
    const middle = left + x.bandwidth() / 2;
    svg.append(
      s(
        'g',
        {},
        s('title', {}, `${nameOf(i)} = ${formatNumber(value, digits)}`),
        s('rect', {
          class: `${role}${i === marked ? ' sg-marked-bar' : ''}`,
          'data-value': value,
          x: left,
          y: top,
          width: x.bandwidth(),
          height: Math.max(1, base - top)
        })
      )
    );
    if (labels) {
      svg.append(
        s(
          'text',
          { class: 'sg-tick', x: middle, y: top - 3, 'text-anchor': 'middle', 'data-value': value },
          formatNumber(value, 3)
        ),
        s('text', { class: 'sg-tick', x: middle, y: height - 14, 'text-anchor': 'middle' }, nameOf(i))
      );
    }
  });
  svg.append(s('path', { class: 'sg-axis', d: `M0,${y(0)}H${width}` }));
  return svg;
}
