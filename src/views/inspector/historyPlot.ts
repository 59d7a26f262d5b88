import { curveStepAfter, extent, line, scaleLinear } from 'd3';
import { s } from '../page/dom';
import { PlotScale, Tick, bottomAxis, evenTicks, leftAxis } from '../plots/axis';

/** One curve of a plot. */
export interface HistoryLine {
  role: string;
  values: { time: number; value: number }[];
}

/** A plot over the updates. */
export interface Plot {
  /** The text above it. */
  title: string;
  lines: HistoryLine[];
  /** Without title and margins, in px. */
  height: number;
  /** Whether a value holds until the next one. */
  steps?: boolean;
}

/** The time at which a cell begins. */
export interface CellMark {
  time: number;
  label: string;
}

/** Least left margin, in px. */
const LEFT = 52;
/** Width of a digit of a tick text, in px. */
const DIGIT = 6.6;
const RIGHT = 14;
/** Space above a plot for its title, and below it, in px. */
const TITLE = 20;
const BELOW = 8;
/** Height of the row of the cells' numbers, in px. */
const FOOT = 20;
/** Width of a letter of a cell's label, in px. */
const LETTER = 7;
/** A line with at most this many points has a dot at each. */
const DOTS = 40;

/** Stacked plots over the same updates, with a line where each cell begins. */
export function historyPlot(plots: Plot[], marks: CellMark[], width: number, label: string): SVGSVGElement {
  const last = Math.max(
    1,
    ...plots.flatMap(({ lines }) => lines.flatMap(each => each.values.map(v => v.time)))
  );
  const scales = plots.map(scaleOf);
  const longest = Math.max(0, ...scales.flatMap(({ ticks }) => ticks.map(([, text]) => text.length)));
  const left = Math.max(LEFT, Math.ceil(longest * DIGIT) + 8);
  const x = scaleLinear([0, last], [left, width - RIGHT]);
  let top = 0;
  const drawn = plots.map((plot, i) => {
    const at = top + TITLE;
    top = at + plot.height + BELOW;
    return s('g', { transform: `translate(0,${at})` }, ...drawPlot(plot, scales[i], marks, x));
  });
  const height = top + FOOT - BELOW;
  return s(
    'svg',
    {
      class: 'sg-history-chart',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': label
    },
    ...drawn,
    ...bottomAxis(x, {
      ticks: apart(marks, x).map(({ time, label: text }): Tick => [time, text]),
      edge: height - FOOT
    })
  );
}

/** A plot's scale and ticks. */
function scaleOf({ lines, height }: Plot): { y: PlotScale; ticks: Tick[] } {
  const all = lines.flatMap(({ values }) => values.map(({ value }) => value)).filter(Number.isFinite);
  const [low = 0, high = 1] = extent(all) as [number, number];
  const pad = low === high ? Math.abs(low) * 0.1 || 1 : 0;
  const wanted = height > 60 ? 4 : 2;
  const y = scaleLinear([low - pad, high + pad], [height, 0]).nice(wanted);
  return { y, ticks: evenTicks(y.ticks(wanted)) };
}

function drawPlot(
  { title, lines, height, steps }: Plot,
  { y, ticks }: ReturnType<typeof scaleOf>,
  marks: CellMark[],
  x: PlotScale
): SVGElement[] {
  const [left, right] = x.range();
  const draw = line<HistoryLine['values'][0]>()
    .defined(({ value }) => Number.isFinite(value))
    .x(({ time }) => x(time))
    .y(({ value }) => y(value));
  const drawn = steps ? draw.curve(curveStepAfter) : draw;
  return [
    s('text', { class: 'sg-history-title', x: left, y: -6 }, title),
    ...leftAxis(y, { ticks, edge: left, grid: [left, right] }),
    ...marks.map(({ time, label }) =>
      s('path', { class: 'sg-cell-line', d: `M${x(time)},0V${height}` }, s('title', {}, label))
    ),
    ...lines.map(({ role, values }) =>
      s(
        'g',
        { class: `sg-line-${role}` },
        s('path', { class: 'sg-history-line', d: drawn(values) ?? '' }),
        ...(values.length <= DOTS ? values : [])
          .filter(({ value }) => Number.isFinite(value))
          .map(({ time, value }) => s('circle', { cx: x(time), cy: y(value), r: 2.5, 'data-value': value }))
      )
    )
  ];
}

/** The labels that don't overlap. Labels at the same time are joined. */
function apart(marks: CellMark[], x: (time: number) => number): CellMark[] {
  const kept: CellMark[] = [];
  for (const mark of marks) {
    const last = kept[kept.length - 1];
    if (last && last.time === mark.time && last.label.length < 8) {
      last.label += mark.label;
    } else if (
      !last ||
      x(mark.time) - x(last.time) > (LETTER * (last.label.length + mark.label.length)) / 2
    ) {
      kept.push({ ...mark });
    }
  }
  return kept;
}
