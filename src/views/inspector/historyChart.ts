import { curveStepAfter, extent, line, scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import { h, s } from '../dom';
import type { Translate } from '../translate';
import type { InspectorModel } from './inspectorModel';
import type { Point } from './weightHistory';

const HEIGHT = 150;
const SMALL = 46;
const MARGIN = { left: 48, right: 14, top: 10, bottom: 20 };
const colours = ['weight', 'activation', 'bias', 'gradient', 'z'];

/** The pinned weights and the selected one, across cells and iterations; under them the loss and the rate. */
export class HistoryChart {
  readonly element = h('div', { class: 'sg-history' });
  private width = 300;

  constructor(
    private readonly model: InspectorModel,
    private readonly translate: Translate
  ) {}

  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    const { model, translate } = this;
    const histories = model.histories.filter(({ points }) => points.length > 0);
    if (histories.length === 0) {
      this.element.replaceChildren(
        h(
          'p',
          { class: 'sg-remark' },
          model.columns ? translate('Choose a weight to see how it changed from cell to cell.') : ''
        )
      );
      return;
    }
    const longest = histories[0].points;
    const legend = histories.map(({ address, points }, i) => this.legendOf(address, points, i));
    this.element.replaceChildren(
      h('div', { class: 'sg-history-legend' }, ...legend),
      this.lines(
        histories.map(({ points }) => points.map(({ time, value }) => ({ time, value }))),
        longest,
        HEIGHT,
        colours,
        translate('history')
      ),
      this.small(longest, 'loss', translate('loss')),
      this.small(longest, 'lr', translate('learning rate'))
    );
  }

  private legendOf(address: string, points: Point[], i: number): HTMLElement {
    const { model, translate } = this;
    const pinned = model.pinned.includes(address);
    const last = points[points.length - 1].value;
    const button = h(
      'button',
      { type: 'button', class: 'sg-pin', 'aria-pressed': String(pinned) },
      pinned ? translate('unpin') : translate('pin')
    );
    button.addEventListener('click', () => model.pin(address));
    return h(
      'span',
      { class: 'sg-history-entry' },
      h('span', { class: `sg-swatch sg-swatch-${colours[i % colours.length]}`, 'aria-hidden': 'true' }),
      `${address} = `,
      h('span', { class: 'sg-number', 'data-ref': address, 'data-value': last }, formatNumber(last)),
      button
    );
  }

  private small(points: Point[], what: 'loss' | 'lr', title: string): Node {
    const known = points.flatMap(point =>
      point[what] === null ? [] : [{ time: point.time, value: point[what] }]
    );
    return known.length === 0
      ? h('span')
      : this.lines([known], points, SMALL, [what === 'loss' ? 'loss' : 'rate'], title);
  }

  private lines(
    series: { time: number; value: number }[][],
    points: Point[],
    height: number,
    roles: string[],
    title: string
  ): SVGElement {
    const { left, right, top, bottom } = MARGIN;
    const { width } = this;
    const all = series.flat().filter(({ value }) => Number.isFinite(value));
    const [low = 0, high = 1] = extent(all, ({ value }) => value) as [number, number];
    const x = scaleLinear([0, Math.max(1, points[points.length - 1].time)], [left, width - right]);
    const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [height - bottom, top]).nice(3);
    const draw = line<{ time: number; value: number }>()
      .defined(({ value }) => Number.isFinite(value))
      .x(({ time }) => x(time))
      .y(({ value }) => y(value));
    const ticks = y
      .ticks(height > SMALL ? 4 : 2)
      .map(tick =>
        s(
          'g',
          {},
          s('line', { class: 'sg-grid', x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
          s(
            'text',
            { class: 'sg-tick', x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' },
            formatNumber(tick)
          )
        )
      );
    const starts = points.filter(({ entry }, i) => entry !== points[i - 1]?.entry);
    const cells = starts.map(({ time, entry }) => {
      const found = this.model.entries.find(({ id }) => id === entry);
      return s(
        'g',
        {},
        s('line', { class: 'sg-cell-line', x1: x(time), x2: x(time), y1: top, y2: height - bottom }),
        height > SMALL
          ? s(
              'text',
              { class: 'sg-tick', x: x(time), y: height - 5, 'text-anchor': 'middle' },
              `[${found?.count ?? ' '}]`
            )
          : s('g')
      );
    });
    const paths = series.map((values, i) => {
      const role = roles[i % roles.length];
      const drawn = role === 'rate' ? draw.curve(curveStepAfter) : draw;
      return s(
        'g',
        { class: `sg-line-${role}` },
        s('path', { class: 'sg-history-line', d: drawn(values) ?? '' }),
        ...values
          .filter(({ value }) => Number.isFinite(value) && values.length <= 40)
          .map(({ time, value }) => s('circle', { cx: x(time), cy: y(value), r: 2.5 }))
      );
    });
    return s(
      'svg',
      {
        class: 'sg-history-chart',
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: 'img',
        'aria-label': title
      },
      s('title', {}, title),
      ...ticks,
      ...cells,
      ...paths,
      s('text', { class: 'sg-tick', x: left, y: top + 2 }, height > SMALL ? '' : title)
    );
  }
}
