import { formatNumber } from '../derivation';
import type { Picture } from './document';
import { ticks } from './edgeWidths';
import { Markup, tag } from './markup';
import { palette } from './palette';
import { frame, moved } from './svg';

export interface Chart {
  heading: string;
  axis: string;
  /** Significant digits of the axis's numbers. */
  digits: number;
  description: string;
  series: { name: string; colour: string; points: [number, number][] }[];
}

const WIDTH = 680;
const PLOT = { left: 64, right: 96, top: 20, height: 200, bottom: 44 };
/** A curve of more points than this is thinned. */
const POINTS = 300;

/** Curves over epochs on an axis from 0, each labelled at its end. */
export function chart({ heading, axis, digits, description, series }: Chart): Picture {
  const all = series.flatMap(({ points }) => points).filter(([, y]) => Number.isFinite(y));
  const first = Math.min(...series.map(({ points }) => points[0][0]));
  const last = Math.max(...series.map(({ points }) => points[points.length - 1][0]));
  const top = all.reduce((most, [, y]) => Math.max(most, y), 0) || 1;
  const width = WIDTH - PLOT.left - PLOT.right;
  const x = (epoch: number): number =>
    round(last === first ? width / 2 : ((epoch - first) / (last - first)) * width);
  const y = (value: number): number => round(PLOT.height * (1 - Math.max(0, value) / top));
  const grid = [0, ...ticks(top)].flatMap(tick => [
    tag('line', { x1: 0, x2: width, y1: y(tick), y2: y(tick), stroke: palette.line }),
    tag(
      'text',
      { x: -8, y: y(tick), dy: '0.35em', 'text-anchor': 'end', fill: palette.quiet },
      formatNumber(tick, digits)
    )
  ]);
  const ends = (last === first ? [first] : [first, last]).map(epoch =>
    tag(
      'text',
      {
        x: x(epoch),
        y: PLOT.height + 20,
        'text-anchor': epoch === first ? 'start' : 'end',
        fill: palette.quiet
      },
      String(epoch)
    )
  );
  const label = tag(
    'text',
    { x: width / 2, y: PLOT.height + 20, 'text-anchor': 'middle', fill: palette.quiet },
    axis
  );
  return frame(
    WIDTH,
    PLOT.top + PLOT.height + PLOT.bottom,
    heading,
    description,
    moved(
      PLOT.left,
      PLOT.top,
      ...grid,
      ...ends,
      ...(last - first > 0 ? [label] : []),
      ...curves(series, x, y, width)
    )
  );
}

function curves(
  series: Chart['series'],
  x: (epoch: number) => number,
  y: (value: number) => number,
  width: number
): Markup[] {
  let lowest = -Infinity;
  // From the top down: a name that would overlap the one above moves down.
  const ends = series
    .map(each => ({ ...each, shown: thin(each.points.filter(([, value]) => Number.isFinite(value))) }))
    .filter(({ shown }) => shown.length > 0)
    .map(each => ({ ...each, end: y(each.shown[each.shown.length - 1][1]) }))
    .sort((a, b) => a.end - b.end);
  return ends.flatMap(({ name, colour, shown, end }) => {
    lowest = Math.max(end, lowest + 16);
    const points = shown.map(([epoch, value]) => `${x(epoch)},${y(value)}`).join(' ');
    const [lastX, lastY] = [x(shown[shown.length - 1][0]), end];
    return [
      tag('polyline', {
        points,
        fill: 'none',
        stroke: colour,
        'stroke-width': 2,
        'stroke-linejoin': 'round'
      }),
      tag('circle', { cx: lastX, cy: lastY, r: 3.5, fill: colour }),
      tag('text', { x: width + 10, y: lowest, dy: '0.35em', fill: colour }, name)
    ];
  });
}

/** Evenly spaced points of a long curve, including the last. */
function thin<T>(points: T[]): T[] {
  const every = Math.ceil(points.length / POINTS);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

const round = (value: number): number => Number(value.toFixed(1));
