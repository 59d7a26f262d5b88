import { area, line, scaleLinear, scaleLog } from 'd3';
import { h, s, setAttributes } from '../page/dom';
import { PlotScale, axisName, bottomAxis, evenTicks, leftAxis, wholeTicks } from '../plots/axis';
import { leavesAt } from './ceiling';
import { Curve, CurvePoint, valueDomain } from './curves';
import { zoomOf } from '../page/zoom';

/** A line across a chart, at an x or at a y. */
export interface Mark {
  x?: number;
  y?: number;
  label?: string;
  style: string;
}

/** What a chart shows. */
export interface ChartContent {
  curves: Curve[];
  marks?: Mark[];
  log: boolean;
  /** The greatest value there is room for; what is above leaves the chart, marked ▲. All by default. */
  ceiling?: number;
  /** The right end of the x axis, at least. */
  until: number;
  from: number;
  /** The name of the x axis. */
  xName: string;
  /** The accessible name. */
  label: string;
  /** The text shown if there is nothing to draw. */
  empty: string;
}

const MARGIN = { left: 64, right: 14, top: 20, bottom: 34 };

/** Curves over the epochs of a run. Clicking or dragging chooses an epoch. */
export class CurveChart {
  readonly element = h('div', { class: 'sg-chart' });
  private readonly svg = s('svg', { role: 'img' });
  private readonly legend = h('div', { class: 'sg-chart-legend' });
  private width = 500;
  private toX: ((px: number) => number) | null = null;

  /**
   * @param height the chart's height, in px
   * @param choose called with the epoch under the pointer
   */
  constructor(
    private readonly height: number,
    choose?: (x: number) => void
  ) {
    this.element.append(this.svg, this.legend);
    const pointed = (event: PointerEvent): void => {
      if (event.buttons & 1 && this.toX) {
        const { left } = this.svg.getBoundingClientRect();
        choose?.(this.toX((event.clientX - left) / zoomOf(this.svg)));
      }
    };
    if (choose) {
      this.svg.addEventListener('pointerdown', pointed);
      this.svg.addEventListener('pointermove', pointed);
      this.svg.classList.add('sg-scrubbed');
    }
  }

  resize(width: number): void {
    this.width = Math.max(220, width);
  }

  draw(content: ChartContent): void {
    const { curves, marks = [], log, ceiling = Infinity, until, from, xName, label, empty } = content;
    const { width, height } = this;
    setAttributes(this.svg, {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'aria-label': label
    });
    const domain = valueDomain(curves, log, ceiling);
    this.drawLegend(curves);
    if (!domain) {
      this.toX = null;
      this.svg.replaceChildren(
        s('text', { x: width / 2, y: height / 2, class: 'sg-tick', 'text-anchor': 'middle' }, empty)
      );
      return;
    }
    this.svg.classList.toggle(
      'sg-cut',
      curves.some(curve => leavesAt(curve, ceiling))
    );
    const x = scaleLinear([from, Math.max(until, from + 1)], [MARGIN.left, width - MARGIN.right]);
    const y = (log ? scaleLog(domain, [0, 1]) : scaleLinear(domain, [0, 1]).nice(5)).range([
      height - MARGIN.bottom,
      MARGIN.top
    ]);
    this.toX = px => x.invert(px);
    // Far outside, a coordinate would exceed what a browser can draw.
    const py = (v: number): number => Math.max(-height, y(v));
    const can = (v: number): boolean => Number.isFinite(v) && (!log || v > 0);
    const path = line<CurvePoint>()
      .defined(([, v]) => can(v))
      .x(([at]) => x(at))
      .y(([, v]) => py(v));
    const [bottom] = y.domain();
    const band = area<[number, number, number]>()
      .defined(([, a, b]) => (can(a) || log) && can(b))
      .x(([at]) => x(at))
      .y0(([, a]) => y(can(a) ? a : bottom))
      .y1(([, , b]) => py(b));
    this.svg.replaceChildren(
      ...this.axes(x, y, log, xName),
      ...curves
        .filter(curve => curve.band)
        .map(c => s('path', { class: `sg-band ${c.style}`, d: band(c.band!) ?? '' })),
      ...curves.map(c => s('path', { class: `sg-curve ${c.style}`, d: path(c.points) ?? '' })),
      // A single point makes no line, so it is drawn as a dot.
      ...curves.flatMap(({ points, style }) =>
        points.length === 1 && can(points[0][1])
          ? [s('circle', { class: `sg-dot ${style}`, cx: x(points[0][0]), cy: py(points[0][1]), r: 3 })]
          : []
      ),
      ...curves.flatMap(curve => leavingMark(curve, ceiling, x)),
      ...marks.flatMap(mark => this.mark(mark, x, y))
    );
  }

  private axes(x: PlotScale, y: PlotScale, log: boolean, xName: string): SVGElement[] {
    const { width, height } = this;
    const [left, right] = x.range();
    const ticks = evenTicks(log ? logTicks(y.ticks(12)) : y.ticks(5));
    const epochs = wholeTicks(x, Math.max(2, Math.min(8, Math.floor(width / 80))));
    return [
      ...leftAxis(y, { ticks, edge: left, grid: [left, right] }),
      ...bottomAxis(x, { ticks: epochs, edge: height - MARGIN.bottom }),
      axisName(xName, right, height - 4)
    ];
  }

  private mark(
    { x: at, y: level, label, style }: Mark,
    x: (v: number) => number,
    y: (v: number) => number
  ): SVGElement[] {
    const { width, height } = this;
    if (at !== undefined) {
      const px = x(at);
      const right = px > width - 130;
      return [
        s('path', { class: `sg-at ${style}`, d: `M${px},${MARGIN.top - 4}V${height - MARGIN.bottom}` }),
        ...(label
          ? [
              s(
                'text',
                {
                  class: `sg-mark-text ${style}`,
                  x: px + (right ? -4 : 4),
                  y: MARGIN.top - 8,
                  'text-anchor': right ? 'end' : 'start'
                },
                label
              )
            ]
          : [])
      ];
    }
    const py = y(level!);
    return [
      s('path', { class: `sg-at ${style}`, d: `M${MARGIN.left},${py}H${width - MARGIN.right}` }),
      s('text', { class: `sg-mark-text ${style}`, x: MARGIN.left + 3, y: py - 4 }, label ?? '')
    ];
  }

  private drawLegend(curves: Curve[]): void {
    this.legend.replaceChildren(
      ...curves
        .filter(({ name }) => name)
        .map(({ name, style }) => h('span', { class: 'sg-legend-entry' }, lineKey(style), name))
    );
  }
}

/** ▲ where a curve leaves the chart. */
function leavingMark(curve: Curve, ceiling: number, x: PlotScale): SVGElement[] {
  const leaves = leavesAt(curve, ceiling);
  return leaves ? [s('path', { class: `sg-leaves ${curve.style}`, d: `M${x(leaves.x)},2l5,8h-10Z` })] : [];
}

/** A sample of a curve's line, for the legend. */
export const lineKey = (style: string): SVGElement =>
  s(
    'svg',
    { class: 'sg-key', width: 26, height: 10, 'aria-hidden': 'true' },
    s('path', { class: `sg-curve ${style}`, d: 'M0,5H26' })
  );

/** Ticks of a logarithmic scale: powers of ten if there are several, else 1, 2 and 5 times, else all; at most 7. */
function logTicks(all: number[]): number[] {
  const digit = (v: number): number => Math.round(v / 10 ** Math.floor(Math.log10(v) + 1e-9));
  const tens = all.filter(v => digit(v) === 1);
  const few = tens.length > 1 ? tens : all.filter(v => [1, 2, 5].includes(digit(v)));
  const chosen = few.length > 1 ? few : all;
  const every = Math.ceil(chosen.length / 7);
  return chosen.filter((_, i) => i % every === 0);
}
