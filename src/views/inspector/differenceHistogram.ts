import { bin, max, scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import { h, s } from '../page/dom';
import { Tick, bottomAxis, evenTicks, leftAxis } from '../plots/axis';
import { SizedView } from '../page/sizedView';
import type { InspectorModel } from './inspectorModel';

/** Of the chart, in px. */
const HEIGHT = 110;
const MARGIN = { left: 40, right: 10, top: 8, bottom: 20 };
const BINS = 30;

/** A histogram of the differences between two cells' weights. */
export class DifferenceHistogram extends SizedView<InspectorModel> {
  readonly element = h('div', { class: 'sg-differences' });

  draw(): void {
    const { compared, columns, chosen, digits } = this.model;
    this.element.hidden = !compared || !columns;
    if (!compared || !columns) {
      return;
    }
    const { translate, width } = this;
    const numbers = Array.from(columns.step).filter(Number.isFinite);
    const odd = columns.length - numbers.length;
    const bins = bin().thresholds(BINS)(numbers);
    const { left, right, top, bottom } = MARGIN;
    const low = bins[0]?.x0 ?? 0;
    const high = bins[bins.length - 1]?.x1 ?? 1;
    const x = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [left, width - right]);
    const y = scaleLinear([0, max(bins, ({ length }) => length) ?? 1], [HEIGHT - bottom, top]).nice(3);
    const bars = bins.map(each => {
      const [from, to] = [x(each.x0 ?? 0), x(each.x1 ?? 0)];
      const label = translate(
        '%1 parameters from %2 to %3',
        each.length,
        formatNumber(each.x0!, digits),
        formatNumber(each.x1!, digits)
      );
      return s(
        'rect',
        {
          class: (each.x0! + each.x1!) / 2 < 0 ? 'sg-bin sg-bin-negative' : 'sg-bin',
          x: from,
          y: y(each.length),
          width: Math.max(1, to - from - 1),
          height: y(0) - y(each.length)
        },
        s('title', {}, label)
      );
    });
    const counts = y.ticks(3).map((count): Tick => [count, formatNumber(count, digits)]);
    const title = translate(
      'Differences of %1 parameters, cell [%2] minus cell [%3]',
      columns.length,
      chosen?.count ?? ' ',
      compared.count ?? ' '
    );
    this.element.replaceChildren(
      h('h5', { class: 'sg-picture-title' }, title),
      s(
        'svg',
        {
          class: 'sg-history-chart',
          width,
          height: HEIGHT,
          viewBox: `0 0 ${width} ${HEIGHT}`,
          role: 'img',
          'aria-label': title
        },
        ...bars,
        ...bottomAxis(x, { ticks: evenTicks(x.ticks(4)), edge: HEIGHT - bottom }),
        ...leftAxis(y, { ticks: counts, edge: left })
      ),
      ...(odd > 0
        ? [h('p', { class: 'sg-remark' }, translate('%1 are not finite numbers and are left out.', odd))]
        : [])
    );
  }
}
